use crate::list::{Linked, Links, List, NONE};
use crate::objects::Objects;
use mortise_pdk::policy::{Outcome, Policy};

/// Evicts what was used the fewest times since it came into the cache, before it inserts; of several, the one used the
/// longest ago.
pub struct Lfu {
    capacity: u64,
    used: u64,
    objects: Objects<Place>,
    /// All groups that were ever needed at once; `free` has those which are not in use.
    groups: Vec<Group>,
    free: Vec<u32>,
    /// The group of the least frequency.
    least: u32,
}

#[derive(Default)]
struct Place {
    links: Links,
    group: u32,
}

impl Linked for Place {
    fn links(&mut self) -> &mut Links {
        &mut self.links
    }
}

/// The objects of one frequency, the one used the longest ago first. Groups are in a list of growing frequency.
struct Group {
    frequency: u64,
    list: List,
    previous: u32,
    next: u32,
}

impl Lfu {
    /// Puts an object at the end of the group with this frequency, which is made if it is not the one behind
    /// `previous`.
    #[inline]
    fn join(&mut self, number: u32, frequency: u64, previous: u32) {
        let next = if previous == NONE { self.least } else { self.groups[previous as usize].next };
        let group = if next != NONE && self.groups[next as usize].frequency == frequency {
            next
        } else {
            self.insert_group(frequency, previous, next)
        };
        self.objects[number].state.group = group;
        self.groups[group as usize].list.append(&mut self.objects, number);
    }

    #[inline(never)]
    fn insert_group(&mut self, frequency: u64, previous: u32, next: u32) -> u32 {
        let made = Group { frequency, list: List::EMPTY, previous, next };
        let group = if let Some(group) = self.free.pop() {
            self.groups[group as usize] = made;
            group
        } else {
            self.groups.push(made);
            self.groups.len() as u32 - 1
        };
        self.link(previous, group);
        if next != NONE {
            self.groups[next as usize].previous = group;
        }
        group
    }

    /// Takes an object out of its group, and the group away with its last object.
    #[inline]
    fn leave(&mut self, number: u32) {
        let group = self.objects[number].state.group;
        let Group { list, previous, next, .. } = &mut self.groups[group as usize];
        list.remove(&mut self.objects, number);
        if list.first == NONE {
            let (previous, next) = (*previous, *next);
            self.link(previous, next);
            if next != NONE {
                self.groups[next as usize].previous = previous;
            }
            self.free.push(group);
        }
    }

    fn link(&mut self, previous: u32, next: u32) {
        if previous == NONE {
            self.least = next;
        } else {
            self.groups[previous as usize].next = next;
        }
    }

    fn hit(&mut self, number: u32) {
        let group = self.objects[number].state.group;
        let Group { frequency, list, previous, next } = self.groups[group as usize];
        let is_alone = list.first == list.last;
        if is_alone && (next == NONE || self.groups[next as usize].frequency > frequency + 1) {
            self.groups[group as usize].frequency += 1;
            return;
        }
        self.leave(number);
        self.join(number, frequency + 1, if is_alone { previous } else { group });
    }
}

impl Policy for Lfu {
    fn new(capacity: u64) -> Self {
        let (groups, free) = (Vec::new(), Vec::new());
        Self { capacity, used: 0, objects: Objects::new(), groups, free, least: NONE }
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        let number = self.objects.number(id, size);
        if !self.objects[number].cached {
            return self.insert(number);
        }
        self.hit(number);
        Outcome::Hit
    }
}

impl Lfu {
    /// Not inlined: most requests are hits, and their code stays small.
    #[inline(never)]
    fn insert(&mut self, number: u32) -> Outcome {
        let object = &mut self.objects[number];
        let size = object.size;
        if size > self.capacity {
            return Outcome::Bypass;
        }
        object.cached = true;
        while self.used > self.capacity - size {
            let victim = self.groups[self.least as usize].list.first;
            self.leave(victim);
            self.objects[victim].cached = false;
            self.used -= self.objects[victim].size;
        }
        self.join(number, 1, NONE);
        self.used += size;
        Outcome::Miss
    }
}

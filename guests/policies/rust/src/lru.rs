use crate::list::{Links, List};
use crate::objects::Objects;
use mortise_pdk::policy::{Outcome, Policy};

/// Evicts what was used the longest ago, before it inserts.
pub struct Lru {
    capacity: u64,
    used: u64,
    objects: Objects<Links>,
    /// The one used the longest ago first.
    list: List,
}

impl Policy for Lru {
    fn new(capacity: u64) -> Self {
        Self { capacity, used: 0, objects: Objects::new(), list: List::EMPTY }
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        let number = self.objects.number(id, size);
        if !self.objects[number].cached {
            return self.insert(number);
        }
        if self.list.last != number {
            self.list.remove(&mut self.objects, number);
            self.list.append(&mut self.objects, number);
        }
        Outcome::Hit
    }
}

impl Lru {
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
            let victim = self.list.first;
            self.list.remove(&mut self.objects, victim);
            self.objects[victim].cached = false;
            self.used -= self.objects[victim].size;
        }
        self.list.append(&mut self.objects, number);
        self.used += size;
        Outcome::Miss
    }
}

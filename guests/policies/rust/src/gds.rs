use crate::objects::Objects;
use mortise_pdk::policy::{Outcome, Policy};

/// Greedy-Dual-Size as in the textbook: an object's priority is L + 1/size, set when it is inserted or hit; L is the
/// priority of what was evicted last.
pub struct Gds(GreedyDualSize<true>);

/// Greedy-Dual-Size as in published code: L stays 0 and a hit changes no priority, so that the largest is evicted.
pub struct GdsPublished(GreedyDualSize<false>);

impl Policy for Gds {
    fn new(capacity: u64) -> Self {
        Self(GreedyDualSize::new(capacity))
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        self.0.send(id, size)
    }
}

impl Policy for GdsPublished {
    fn new(capacity: u64) -> Self {
        Self(GreedyDualSize::new(capacity))
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        self.0.send(id, size)
    }
}

/// The least priority goes first; of several, the one inserted or hit the longest ago.
struct GreedyDualSize<const INFLATES: bool> {
    capacity: u64,
    used: u64,
    /// What the textbook calls L.
    inflation: f64,
    /// Counts insertions and hits.
    clock: u64,
    /// The state is the object's place in the heap.
    objects: Objects<u32>,
    /// Each entry goes after the one at (its place - 1) / 4.
    heap: Vec<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    priority: f64,
    touched: u64,
    number: u32,
}

impl Entry {
    #[inline]
    fn goes_before(&self, other: &Self) -> bool {
        self.priority < other.priority || self.priority == other.priority && self.touched < other.touched
    }
}

/// Children of an entry: more of them make a flatter heap, whose entries lie closer together.
const CHILDREN: usize = 4;

impl<const INFLATES: bool> GreedyDualSize<INFLATES> {
    fn new(capacity: u64) -> Self {
        Self { capacity, used: 0, inflation: 0.0, clock: 0, objects: Objects::new(), heap: Vec::new() }
    }

    #[inline]
    fn send(&mut self, id: i32, size: u64) -> Outcome {
        let number = self.objects.number(id, size);
        let object = &self.objects[number];
        if !object.cached {
            return self.insert(number);
        }
        let place = object.state as usize;
        let priority =
            if INFLATES { self.inflation + 1.0 / object.size as f64 } else { self.heap[place].priority };
        let entry = self.entry(priority, number);
        // It can only have become later, because L never falls.
        self.sink(place, entry);
        Outcome::Hit
    }

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
            self.evict();
        }
        let entry = self.entry(self.inflation + 1.0 / size as f64, number);
        self.heap.push(entry);
        self.rise(self.heap.len() - 1, entry);
        self.used += size;
        Outcome::Miss
    }

    fn entry(&mut self, priority: f64, number: u32) -> Entry {
        self.clock += 1;
        Entry { priority, touched: self.clock, number }
    }

    fn evict(&mut self) {
        let victim = self.heap[0];
        if INFLATES {
            self.inflation = victim.priority;
        }
        let object = &mut self.objects[victim.number];
        object.cached = false;
        self.used -= object.size;
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            self.sink(0, last);
        }
    }

    /// Puts an entry at this place, or as far before it as it belongs.
    #[inline]
    fn rise(&mut self, mut place: usize, entry: Entry) {
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            if !entry.goes_before(&self.heap[parent]) {
                break;
            }
            self.put(place, self.heap[parent]);
            place = parent;
        }
        self.put(place, entry);
    }

    /// Puts an entry at this place, or as far behind it as it belongs.
    #[inline]
    fn sink(&mut self, mut place: usize, entry: Entry) {
        loop {
            let first = place * CHILDREN + 1;
            let end = self.heap.len().min(first + CHILDREN);
            if first >= end {
                break;
            }
            let mut least = first;
            for child in first + 1..end {
                if self.heap[child].goes_before(&self.heap[least]) {
                    least = child;
                }
            }
            if !self.heap[least].goes_before(&entry) {
                break;
            }
            self.put(place, self.heap[least]);
            place = least;
        }
        self.put(place, entry);
    }

    #[inline]
    fn put(&mut self, place: usize, entry: Entry) {
        self.heap[place] = entry;
        self.objects[entry.number].state = place as u32;
    }
}

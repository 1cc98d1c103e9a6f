use crate::objects::Objects;
use mortise_pdk::policy::{Outcome, Policy};
use std::collections::VecDeque;

/// First in, first out: inserts, then evicts the oldest until all fits.
pub struct Fifo {
    capacity: u64,
    used: u64,
    objects: Objects<()>,
    queue: VecDeque<u32>,
}

impl Policy for Fifo {
    fn new(capacity: u64) -> Self {
        Self { capacity, used: 0, objects: Objects::new(), queue: VecDeque::new() }
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        let number = self.objects.number(id, size);
        if self.objects[number].cached { Outcome::Hit } else { self.insert(number) }
    }
}

impl Fifo {
    /// Not inlined: most requests are hits, and their code stays small.
    #[inline(never)]
    fn insert(&mut self, number: u32) -> Outcome {
        let object = &mut self.objects[number];
        if object.size > self.capacity {
            return Outcome::Bypass;
        }
        object.cached = true;
        self.used += object.size;
        self.queue.push_back(number);
        while self.used > self.capacity
            && let Some(oldest) = self.queue.pop_front()
        {
            let oldest = &mut self.objects[oldest];
            oldest.cached = false;
            self.used -= oldest.size;
        }
        Outcome::Miss
    }
}

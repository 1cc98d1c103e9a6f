//! Each policy against the plainest way to say what it does, over made-up requests of which some are too large and some
//! come with another size than before.

use mortise_pdk::policy::{Outcome, Policy};
use policies::{Fifo, Gds, GdsPublished, Lfu, Lru};
use std::collections::HashMap;

#[derive(Clone)]
struct Cached {
    id: i32,
    size: u64,
    inserted: usize,
    used: usize,
    frequency: u64,
    priority: f64,
}

struct Reference {
    capacity: u64,
    sizes: HashMap<i32, u64>,
    cached: Vec<Cached>,
    inflation: f64,
    time: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Fifo,
    Lru,
    Lfu,
    Gds,
    GdsPublished,
}

impl Reference {
    fn new(kind: Kind, capacity: u64) -> Self {
        Self { capacity, sizes: HashMap::new(), cached: Vec::new(), inflation: 0.0, time: 0, kind }
    }

    fn send(&mut self, id: i32, size: u64) -> Outcome {
        self.time += 1;
        let size = *self.sizes.entry(id).or_insert(size);
        let priority = self.inflation + 1.0 / size as f64;
        if let Some(hit) = self.cached.iter_mut().find(|cached| cached.id == id) {
            hit.used = self.time;
            hit.frequency += 1;
            if self.kind == Kind::Gds {
                hit.priority = priority;
            }
            return Outcome::Hit;
        }
        if size > self.capacity {
            return Outcome::Bypass;
        }
        let before = if self.kind == Kind::Fifo { 0 } else { size };
        self.evict_until(self.capacity - before);
        let priority = self.inflation + 1.0 / size as f64;
        self.cached.push(Cached { id, size, inserted: self.time, used: self.time, frequency: 1, priority });
        self.evict_until(self.capacity);
        Outcome::Miss
    }

    fn evict_until(&mut self, room: u64) {
        while self.cached.iter().map(|cached| cached.size).sum::<u64>() > room {
            let kind = self.kind;
            let rank = |cached: &Cached| match kind {
                Kind::Fifo => (0.0, cached.inserted),
                Kind::Lru => (0.0, cached.used),
                Kind::Lfu => (cached.frequency as f64, cached.used),
                Kind::Gds | Kind::GdsPublished => (cached.priority, cached.used),
            };
            let first = (0..self.cached.len())
                .min_by(|&one, &other| rank(&self.cached[one]).partial_cmp(&rank(&self.cached[other])).unwrap());
            let evicted = self.cached.swap_remove(first.expect("something takes the room"));
            if self.kind == Kind::Gds {
                self.inflation = evicted.priority;
            }
        }
    }
}

/// Ids of which the small ones are frequent, and sizes up to 120.
fn requests() -> impl Iterator<Item = (i32, u64)> {
    let mut state = 1u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = state >> 33;
        let id = (random % 97).min(random / 97 % 97).min(random / 9409 % 97) as i32 - 5;
        (id, random / 1000 % 8 * 15 + u64::from(random % 3 != 0) * 15)
    })
    .take(20_000)
}

fn assert_same<P: Policy>(kind: Kind) {
    for capacity in [0, 60, 100, 400, 2000] {
        let (mut policy, mut reference) = (P::new(capacity), Reference::new(kind, capacity));
        let mut outcomes = [0; 3];
        for (number, (id, size)) in requests().enumerate() {
            let expected = reference.send(id, size);
            assert_eq!(policy.send(id, size), expected, "request {number}, {capacity} bytes");
            outcomes[expected as usize] += 1;
        }
        let rare = if capacity == 100 { outcomes.into_iter().min() } else { Some(1) };
        assert!(rare > Some(0), "all outcomes must happen: {outcomes:?}");
    }
}

#[test]
fn fifo() {
    assert_same::<Fifo>(Kind::Fifo);
}

#[test]
fn lru() {
    assert_same::<Lru>(Kind::Lru);
}

#[test]
fn lfu() {
    assert_same::<Lfu>(Kind::Lfu);
}

#[test]
fn gds() {
    assert_same::<Gds>(Kind::Gds);
}

#[test]
fn gds_published() {
    assert_same::<GdsPublished>(Kind::GdsPublished);
}

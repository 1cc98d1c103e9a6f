use lab_peer::{Outcome, Request, Result, measure, read_trace};
use mortise_pdk::policy::{Policy, Simulation};
use policies::{Fifo, Gds, GdsPublished, Lfu, Lru};
use std::hint::black_box;

/// The policies that are the plug-ins, too.
pub fn run(request: &Request) -> Result<Outcome> {
    request.text("policy")?;
    let replay = request.one_of(
        "policy",
        &[
            ("fifo", replay::<Fifo> as fn(u64, &[(i32, u64)]) -> u64),
            ("lru", replay::<Lru>),
            ("lfu", replay::<Lfu>),
            ("gds", replay::<Gds>),
            ("gds-published", replay::<GdsPublished>),
        ],
    )?;
    let capacity = request.number("bytes")?;
    let trace = read_trace(request.text("trace")?)?;
    let operation = || Ok(replay(black_box(capacity), black_box(&trace)));
    measure(&request.budget()?, operation, |stats| format!("{} {}", stats >> 32, stats as u32))
}

fn replay<P: Policy>(capacity: u64, trace: &[(i32, u64)]) -> u64 {
    let mut simulation = Simulation::<P>::new(capacity);
    for &(id, size) in trace {
        simulation.send(id, size);
    }
    simulation.stats()
}

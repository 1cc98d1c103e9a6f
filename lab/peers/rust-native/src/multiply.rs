use lab_peer::{Outcome, Request, Result, measure};
use std::hint::black_box;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// The calls of the micro tests. As in plain Java the arguments are read anew at each call, in one instruction each: else
/// the compiler works the whole run out beforehand. And as there it may have the call in the loop itself.
pub fn run(request: &Request) -> Result<Outcome> {
    let calls: u32 = request.number_or("calls", 100_000)?;
    let (x, y) = (AtomicI32::new(2), AtomicI32::new(3));
    let (x, y) = black_box((&x, &y));
    let operation = || Ok((0..calls).map(|_| multiply(x.load(Relaxed), y.load(Relaxed))).fold(0, i32::wrapping_add));
    measure(&request.budget()?, operation, |sum| sum.to_string())
}

fn multiply(x: i32, y: i32) -> i32 {
    x.wrapping_mul(y)
}

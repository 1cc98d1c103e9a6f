use lab_peer::{List, Outcome, Request, Result, measure};
use std::hint::black_box;

/// What remains of handing a list over when there is nobody to hand it to: to add up the numbers.
pub fn run(request: &Request) -> Result<Outcome> {
    let list = List::of_bytes(request.number("bytes")?);
    measure(&request.budget()?, || Ok(black_box(&list).sum()), |sum| sum.to_string())
}

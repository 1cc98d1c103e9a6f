use lab_peer::{Outcome, Request, Result, measure};
use mortise_pdk::{CStruct, bincode1, c_struct};
use std::hint::black_box;

c_struct! {
    struct Factors (size 8, align 4) { x: i32, y: i32 }
}

/// The calls of the micro tests: with two numbers, or through bytes that are made and read at each call.
pub fn run(request: &Request) -> Result<Outcome> {
    let calls: u32 = request.number_or("calls", 100_000)?;
    let call = request.one_of(
        "abi",
        &[("pair", multiply as fn(i32, i32) -> i32), ("struct", through_struct), ("bincode", through_bincode)],
    )?;
    let operation = || Ok((0..calls).map(|_| black_box(call)(2, 3)).fold(0, i32::wrapping_add));
    measure(&request.budget()?, operation, |sum| sum.to_string())
}

#[inline(never)]
fn multiply(x: i32, y: i32) -> i32 {
    x.wrapping_mul(y)
}

fn through_struct(x: i32, y: i32) -> i32 {
    let mut bytes = [0; 8];
    Factors { x, y }.write(&mut bytes);
    let factors = Factors::read(black_box(&bytes));
    multiply(factors.x, factors.y)
}

fn through_bincode(x: i32, y: i32) -> i32 {
    let mut bytes = Vec::with_capacity(8);
    bincode1::encode(&(x, y), &mut bytes);
    let (x, y) = bincode1::decode(black_box(&bytes));
    multiply(x, y)
}

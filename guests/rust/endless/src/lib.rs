//! Never returns. `wat/loops.wat` has the bare and the counted loops.

use extism_pdk::*;
use std::hint::black_box;

/// Counts without a call.
#[plugin_fn]
pub fn endless() -> FnResult<()> {
    let mut round = 0u64;
    loop {
        round = black_box(round).wrapping_add(1);
    }
}

/// Calls a function of its own in every round.
#[plugin_fn]
pub fn endless_calls() -> FnResult<()> {
    let mut round = 0;
    loop {
        round = step(round);
    }
}

#[inline(never)]
fn step(round: u64) -> u64 {
    black_box(round).wrapping_add(1)
}

/// Calls the kernel in every round.
#[plugin_fn]
pub fn endless_kernel_calls() -> FnResult<()> {
    loop {
        black_box(unsafe { extism::input_length() });
    }
}

/// Takes and gives back memory in every round.
#[plugin_fn]
pub fn endless_allocation() -> FnResult<()> {
    loop {
        black_box(vec![1u8; 1000]);
    }
}

/// Succeeds, to show that a call after an interruption works.
#[plugin_fn]
pub fn succeed() -> FnResult<String> {
    Ok("fine".to_string())
}

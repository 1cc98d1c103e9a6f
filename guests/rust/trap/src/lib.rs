//! Goes wrong as Rust code goes wrong. `wat/traps.wat` has every trap of the specification.

use extism_pdk::*;
use std::hint::black_box;

/// Panics with the input as the message; without unwinding that ends in `unreachable`.
#[plugin_fn]
pub fn panic(message: String) -> FnResult<()> {
    panic!("{message}");
}

/// Executes `unreachable`, two calls deep so that a stack trace has something to show.
#[plugin_fn]
pub fn unreachable() -> FnResult<()> {
    outer(1);
    Ok(())
}

#[inline(never)]
fn outer(depth: i32) -> i32 {
    inner(depth + 1) + 1
}

#[inline(never)]
fn inner(depth: i32) -> i32 {
    if black_box(depth) > 0 {
        core::arch::wasm32::unreachable();
    }
    depth
}

/// Reads beyond the end of the memory.
#[plugin_fn]
pub fn out_of_bounds() -> FnResult<String> {
    let beyond = black_box(0xffff_fff0usize) as *const u64;
    Ok(unsafe { beyond.read_unaligned() }.to_string())
}

/// Divides by zero, which Rust notices first: a panic.
#[plugin_fn]
pub fn divide_by_zero() -> FnResult<String> {
    Ok((black_box(1) / black_box(0)).to_string())
}

/// Sets an output and an error, then traps.
#[plugin_fn]
pub fn trap_after_error() -> FnResult<()> {
    output("an output that must not be seen")?;
    let message = Memory::from_bytes("an error set before the trap")?;
    unsafe { extism::error_set(message.offset()) };
    core::arch::wasm32::unreachable();
}

/// Succeeds, to show that a call after a trap works.
#[plugin_fn]
pub fn succeed() -> FnResult<String> {
    Ok("fine".to_string())
}

//! Recurses, to a given depth or for ever.

use extism_pdk::*;
use std::hint::black_box;

/// Recurses as deep as the input says, with frames that live on the host's stack alone.
#[plugin_fn]
pub fn recurse(depth: String) -> FnResult<String> {
    Ok(deep(depth.trim().parse()?).to_string())
}

/// Recurses for ever, with frames that live on the host's stack alone: only the host can stop it.
#[plugin_fn]
pub fn recurse_for_ever() -> FnResult<String> {
    Ok(deep(u64::MAX).to_string())
}

/// Recurses for ever with arrays in its frames, which Rust keeps in the guest's memory: that runs out first.
#[plugin_fn]
pub fn recurse_with_arrays() -> FnResult<String> {
    Ok(deep_with_array(u64::MAX).to_string())
}

/// Succeeds, to show that a call after an exhausted stack works.
#[plugin_fn]
pub fn succeed() -> FnResult<String> {
    Ok("fine".to_string())
}

// A rotation after the call, so that the compiler can make no loop of it.
#[inline(never)]
fn deep(left: u64) -> u64 {
    if left == 0 { 0 } else { deep(left - 1).rotate_left(1) ^ left }
}

#[inline(never)]
fn deep_with_array(left: u64) -> u64 {
    let frame = black_box([left; 32]);
    if left == 0 { 0 } else { deep_with_array(left - 1).rotate_left(1) ^ frame[7] }
}

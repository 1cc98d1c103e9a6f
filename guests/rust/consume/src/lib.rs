//! Reads its whole input and gives nothing back: one copy, from the host to the guest.

use extism_pdk::*;

#[plugin_fn]
pub fn consume(input: Vec<u8>) -> FnResult<()> {
    // Without this the optimiser may drop the stores and keep only the kernel calls.
    std::hint::black_box(input.as_slice());
    Ok(())
}

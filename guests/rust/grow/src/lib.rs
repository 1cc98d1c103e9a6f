//! Grows memories: the guest's own and, through the kernel, the host's.

use core::arch::wasm32::{memory_grow, memory_size};
use extism_pdk::*;

const PAGE: usize = 65_536;

/// Grows by as many pages as the input says and reports `before after`, in pages; an error when the host refuses.
#[plugin_fn]
pub fn grow(pages: String) -> FnResult<String> {
    let before = memory_grow::<0>(pages.trim().parse()?);
    if before == usize::MAX {
        return Err(Error::msg(format!("memory.grow refused, the memory has {} pages", memory_size::<0>())).into());
    }
    Ok(format!("{before} {}", memory_size::<0>()))
}

/// Grows page by page and writes to each, until the host refuses; reports the pages it then has.
#[plugin_fn]
pub fn grow_until_refused() -> FnResult<String> {
    // Given back for the answer, which needs room when there is none to be had any more.
    let reserve = std::hint::black_box(vec![0u8; PAGE]);
    loop {
        let page = memory_grow::<0>(1);
        if page == usize::MAX {
            drop(reserve);
            return Ok(memory_size::<0>().to_string());
        }
        unsafe { ((page * PAGE) as *mut u8).write_volatile(1) };
    }
}

/// Allocates a mebibyte at a time and keeps it all, until Rust's allocator gives up, which is a trap.
#[plugin_fn]
pub fn allocate_for_ever() -> FnResult<()> {
    let mut kept = Vec::new();
    loop {
        kept.push(std::hint::black_box(vec![1u8; 1 << 20]));
    }
}

/// Allocates a mebibyte of the kernel's memory at a time, until it gives none; reports how many it got.
#[plugin_fn]
pub fn kernel_allocate_until_refused() -> FnResult<String> {
    let mut blocks = Vec::new();
    loop {
        match unsafe { extism::alloc(1 << 20) } {
            0 => break,
            block => blocks.push(block),
        }
    }
    // The answer needs room as well.
    if let Some(&block) = blocks.last() {
        unsafe { extism::free(block) };
    }
    Ok(blocks.len().to_string())
}

/// The size of the guest's memory in pages.
#[plugin_fn]
pub fn pages() -> FnResult<String> {
    Ok(memory_size::<0>().to_string())
}

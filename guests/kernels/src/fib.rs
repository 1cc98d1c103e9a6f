//! Calls and little else.

/// The Fibonacci number of index `size`, by the doubly recursive definition.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn fib(size: i32) -> i64 {
    if size < 2 {
        size as i64
    } else {
        fib(size - 1) + fib(size - 2)
    }
}

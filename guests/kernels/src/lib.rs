//! Compute kernels, compiled from these files both to WebAssembly and to a native program, so that the two can be
//! compared. Every kernel takes one size and gives one checksum, which is the same everywhere: integers wrap, and the
//! floating-point sums are made in one fixed order.

mod fib;
mod hash;
mod interpret;
mod matrix;
mod opcodes;
mod random;
mod sha256;
mod sieve;
mod trees;

/// A kernel by name, with the size at which it runs for some milliseconds.
#[cfg(not(target_arch = "wasm32"))]
pub struct Kernel {
    pub name: &'static str,
    pub size: i32,
    pub run: extern "C" fn(i32) -> i64,
}

#[cfg(not(target_arch = "wasm32"))]
pub static KERNELS: &[Kernel] = &[
    Kernel { name: "sieve", size: 2_000_000, run: sieve::sieve },
    Kernel { name: "matrix", size: 200, run: matrix::matrix },
    Kernel { name: "matrix_rows", size: 200, run: matrix::matrix_rows },
    Kernel { name: "hash", size: 64_000_000, run: hash::hash },
    Kernel { name: "sha256", size: 1_000_000, run: sha256::sha256 },
    Kernel { name: "fib", size: 32, run: fib::fib },
    Kernel { name: "trees", size: 16, run: trees::trees },
    Kernel { name: "interpret", size: 100_000, run: interpret::interpret },
    Kernel { name: "interpret_switch", size: 100_000, run: interpret::interpret_switch },
    Kernel { name: "opcodes", size: 1_000_000, run: opcodes::opcodes },
];

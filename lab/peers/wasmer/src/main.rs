//! Wasmer as a library, with its defaults.

mod engine;
mod guest;
mod wasi;

use engine::Runtime;
use lab_peer::{Program, guest_tasks};
use std::process::ExitCode;

/// A compiler of Wasmer's, with its defaults.
macro_rules! variant {
    ($key:literal, $title:literal, $compiler:ty) => {
        lab_peer::Variant {
            key: $key,
            title: $title,
            tasks: guest_tasks(|| Ok(Runtime::new($key, <$compiler>::default()))),
        }
    };
}

fn main() -> ExitCode {
    Program {
        runtime: concat!("wasmer ", env!("CARGO_PKG_VERSION")),
        variants: vec![
            #[cfg(not(feature = "llvm"))]
            variant!("singlepass", "Singlepass", wasmer::sys::Singlepass),
            #[cfg(not(feature = "llvm"))]
            variant!("cranelift", "Cranelift", wasmer::sys::Cranelift),
            #[cfg(feature = "llvm")]
            variant!("llvm", "LLVM", wasmer::sys::LLVM),
        ],
    }
    .main()
}

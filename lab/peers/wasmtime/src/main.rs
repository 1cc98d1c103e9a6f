//! Wasmtime as a library, with its defaults.

mod engine;
mod guest;

use engine::Runtime;
use lab_peer::{Program, Variant, guest_tasks};
use std::process::ExitCode;
use wasmtime::Strategy;

fn main() -> ExitCode {
    Program {
        runtime: concat!("wasmtime ", env!("CARGO_PKG_VERSION")),
        variants: vec![
            Variant { key: "cranelift", title: "Cranelift", tasks: guest_tasks(|| Runtime::new(Strategy::Cranelift)) },
            Variant { key: "winch", title: "Winch", tasks: guest_tasks(|| Runtime::new(Strategy::Winch)) },
        ],
    }
    .main()
}

//! The same work without any WebAssembly: what the runtimes are compared with.

mod multiply;
mod simulate;
mod transfer;

use lab_peer::{Outcome, Program, Request, Result, Split, Task, Usage, Variant, check, keys, measure, payload};
use std::hint::black_box;
use std::io;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    Program {
        runtime: "native Rust",
        variants: vec![Variant {
            key: "",
            title: "",
            tasks: vec![
                Task::new(keys::FFI, keys::FFI_KEYS, ffi),
                Task::new(keys::THROUGHPUT, keys::THROUGHPUT_KEYS, memcpy),
                Task::new(keys::MULTIPLY, keys::MULTIPLY_KEYS, multiply::run),
                Task::new(keys::SIMULATE, keys::SIMULATE_KEYS, simulate::run),
                Task::new(keys::TRANSFER, keys::TRANSFER_KEYS, transfer::run),
            ],
        }],
        left_out: Vec::new(),
    }
    .main()
}

fn ffi(request: &Request) -> Result<Outcome> {
    let start = Instant::now();
    ffi::run(request.number("iterations")?, &mut io::stdout().lock())?;
    Ok(Outcome { split: Some(Split { run: start.elapsed(), ..Split::default() }), ..Outcome::default() })
}

fn memcpy(request: &Request) -> Result<Outcome> {
    let function = request.text("function")?;
    if function != "memcpy" {
        return Err(Usage(format!("natively there is the function memcpy, not {function}")).into());
    }
    let payload = payload(request)?;
    let mut copy = vec![0; payload.len()];
    let operation = || {
        black_box(&mut copy).copy_from_slice(black_box(&payload));
        Ok(payload.len())
    };
    let outcome = measure(&request.budget()?, operation, |_| String::new())?;
    Ok(Outcome { check: check(&copy), ..outcome })
}

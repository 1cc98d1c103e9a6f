//! The same work without any WebAssembly: what the runtimes are compared with.

mod multiply;
mod simulate;
mod transfer;

use lab_peer::{Outcome, Program, Request, Result, Split, Task, Variant, check, keys, measure, payload};
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
                Task::new(keys::THROUGHPUT, keys::THROUGHPUT_KEYS, copies),
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

/// As many copies of the bytes as a plug-in's call has to make.
fn copies(request: &Request) -> Result<Outcome> {
    let function = request.text("function")?;
    // To the guest; back; to a host function and back in between.
    let count = request.one_of("function", &[("memcpy", 1), ("consume", 1), ("echo", 2), ("reflect", 4)])?;
    let payload = payload(request)?;
    let mut copies = vec![vec![0; payload.len()]; count];
    let operation = || {
        let mut from = &payload;
        for copy in &mut copies {
            black_box(&mut *copy).copy_from_slice(black_box(from));
            from = copy;
        }
        Ok(from.len())
    };
    let outcome = measure(&request.budget()?, operation, |_| String::new())?;
    let output = if function == "consume" { &[] } else { &copies[count - 1][..] };
    Ok(Outcome { check: check(output), ..outcome })
}

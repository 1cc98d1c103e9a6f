//! The same work without any WebAssembly: what the runtimes are compared with.

mod multiply;
mod simulate;
mod transfer;

use lab_peer::{
    FFI, MULTIPLY, Outcome, Program, Request, Result, SIMULATE, Split, THROUGHPUT, TRANSFER, Task, Variant, check,
    measure, payload,
};
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
                Task::new(FFI, ffi),
                Task::new(THROUGHPUT, copies),
                Task::new(MULTIPLY, multiply::run),
                Task::new(SIMULATE, simulate::run),
                Task::new(TRANSFER, transfer::run),
            ],
        }],
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

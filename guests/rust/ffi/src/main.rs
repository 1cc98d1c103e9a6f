//! `ffi [ITERATIONS]`

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let iterations = match std::env::args().nth(1).map(|argument| argument.parse()) {
        None => ffi::ITERATIONS,
        Some(Ok(iterations)) => iterations,
        Some(Err(problem)) => return fail(2, format!("the number of iterations: {problem}")),
    };
    match ffi::run(iterations, &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => fail(1, problem.to_string()),
    }
}

fn fail(code: u8, problem: String) -> ExitCode {
    eprintln!("ffi: {problem}");
    ExitCode::from(code)
}

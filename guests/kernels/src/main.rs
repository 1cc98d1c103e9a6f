//! The native side of the comparison: runs one kernel and prints one line a measured run, nanoseconds and checksum.

#[path = "lib.rs"]
mod kernels;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: kernels-native <kernel> [<size> [<warm-up runs> [<measured runs>]]]\n       \
                     size 0 means the kernel's own default; without arguments the kernels are listed";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else {
        for kernel in kernels::KERNELS {
            println!("{} {}", kernel.name, kernel.size);
        }
        return ExitCode::SUCCESS;
    };
    match measure(name, &arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("kernels-native: {problem}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn measure(name: &str, numbers: &[String]) -> Result<(), String> {
    let kernel = kernels::KERNELS
        .iter()
        .find(|kernel| kernel.name == name)
        .ok_or_else(|| format!("no kernel is called '{name}'"))?;
    let number = |index: usize, default: i32| match numbers.get(index) {
        Some(text) => text.parse::<i32>().map_err(|_| format!("'{text}' is not a number")),
        None => Ok(default),
    };
    let size = match number(0, 0)? {
        0 => kernel.size,
        size => size,
    };
    // The function pointer is hidden as well: a call the compiler can see is a call it can evaluate early.
    let run = black_box(kernel.run);
    for _ in 0..number(1, 5)? {
        black_box(run(black_box(size)));
    }
    for _ in 0..number(2, 20)? {
        let start = Instant::now();
        let checksum = black_box(run(black_box(size)));
        let elapsed = start.elapsed().as_nanos();
        println!("{elapsed} {checksum}");
    }
    Ok(())
}

//! Runs a policy over a trace natively, for comparison with the plug-ins.

use flate2::read::MultiGzDecoder;
use mortise_pdk::policy::{Policy, Simulation};
use policies::{Fifo, Gds, GdsPublished, Lfu, Lru};
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: policies-native POLICY BYTES TRACE [RUNS]

Prints events, hits and seconds of each run: those of making the cache, sending all requests, and asking for the result.
POLICY is fifo, lru, lfu, gds or gds-published. TRACE has an id and a size a line and may be compressed with gzip.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("policies-native: {problem}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let (policy, bytes, trace, runs) = match arguments {
        [policy, bytes, trace] => (policy, bytes, trace, "1"),
        [policy, bytes, trace, runs] => (policy, bytes, trace, runs.as_str()),
        _ => return Err(USAGE.to_owned()),
    };
    let replay = match policy.as_str() {
        "fifo" => replay::<Fifo>,
        "lru" => replay::<Lru>,
        "lfu" => replay::<Lfu>,
        "gds" => replay::<Gds>,
        "gds-published" => replay::<GdsPublished>,
        _ => return Err(format!("there is no policy {policy}\n{USAGE}")),
    };
    let bytes: u64 = bytes.parse().map_err(|_| format!("{bytes} is no number of bytes"))?;
    let runs: u32 = runs.parse().map_err(|_| format!("{runs} is no number of runs"))?;
    let trace = read(trace)?;
    for _ in 0..runs {
        let start = Instant::now();
        let stats = replay(black_box(bytes), black_box(&trace));
        let seconds = start.elapsed().as_secs_f64();
        println!("{} {} {seconds:.6}", stats >> 32, stats as u32);
    }
    Ok(())
}

fn replay<P: Policy>(bytes: u64, trace: &[(i32, u64)]) -> u64 {
    let mut simulation = Simulation::<P>::new(bytes);
    for &(id, size) in trace {
        simulation.send(id, size);
    }
    simulation.stats()
}

fn read(path: &str) -> Result<Vec<(i32, u64)>, String> {
    let mut content = fs::read(path).map_err(|problem| format!("{path}: {problem}"))?;
    if content.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(content.as_slice())
            .read_to_end(&mut unpacked)
            .map_err(|problem| format!("{path}: {problem}"))?;
        content = unpacked;
    }
    let text = String::from_utf8(content).map_err(|_| format!("{path} is no text"))?;
    (1..)
        .zip(text.lines())
        .map(|(number, line)| request(line).ok_or_else(|| format!("{path}: line {number} has no id and size: {line}")))
        .collect()
}

fn request(line: &str) -> Option<(i32, u64)> {
    let mut fields = line.split_whitespace();
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

//! What native Extism takes for what the Java side measures of Mortise. Prints numbers alone, one a line.

use extism::{CompiledPlugin, Error, Manifest, Plugin, PluginBuilder, PoolBuilder, Wasm};
use std::env;
use std::fs;
use std::hint::black_box;
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const USAGE: &str = "usage: extism-native call FILE FUNCTION INPUT WARM-UP-MS MEASURED-MS TIME-LIMIT-MS
           mean nanoseconds of a call; a time limit of 0 is none
       extism-native instantiate FILE FUNCTION INPUT WARM-UP-MS MEASURED-MS
           mean nanoseconds from the compiled plug-in until a first call has returned
       extism-native pool FILE FUNCTION INPUT WARM-UP-MS SLICE-MS SLICES
           calls a second with 1 thread, then with 2: the medians of slices in turn; then 2 threads to 1, likewise";

const WAIT: Duration = Duration::from_secs(60);
/// Calls between two looks at the clock.
const BATCH: u32 = 16;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("extism-native: {problem:#}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Error> {
    let [what, file, function, input, numbers @ ..] = arguments else {
        return Err(Error::msg("too few arguments"));
    };
    let task = Task { wasm: fs::read(file)?, function, input };
    let millis = |index| number(numbers, index).map(Duration::from_millis);
    match what.as_str() {
        "call" => println!("{}", call(&task, millis(0)?, millis(1)?, millis(2)?)?),
        "instantiate" => println!("{}", instantiate(&task, millis(0)?, millis(1)?)?),
        "pool" => {
            for figure in pool(&task, millis(0)?, millis(1)?, number(numbers, 2)?)? {
                println!("{figure}");
            }
        }
        _ => return Err(Error::msg(format!("'{what}' is nothing to measure"))),
    }
    Ok(())
}

fn number<T: FromStr>(numbers: &[String], index: usize) -> Result<T, Error> {
    let text = numbers.get(index).ok_or_else(|| Error::msg("too few arguments"))?;
    text.parse().map_err(|_| Error::msg(format!("'{text}' is no number")))
}

/// A function of a plug-in and what it is called with.
struct Task<'a> {
    wasm: Vec<u8>,
    function: &'a str,
    input: &'a str,
}

impl Task<'_> {
    /// Without WASI, as on the other side, and without the cache of compiled code in the user's home.
    fn compile(&self, limit: Duration) -> Result<CompiledPlugin, Error> {
        let manifest = Manifest::new([Wasm::data(self.wasm.clone())]);
        let manifest = if limit.is_zero() { manifest } else { manifest.with_timeout(limit) };
        PluginBuilder::new(manifest).with_wasi(false).with_cache_disabled().compile()
    }

    fn call(&self, plugin: &mut Plugin) -> Result<Vec<u8>, Error> {
        plugin.call(self.function, self.input)
    }
}

fn call(task: &Task, warm_up: Duration, measured: Duration, limit: Duration) -> Result<f64, Error> {
    let mut plugin = Plugin::new_from_compiled(&task.compile(limit)?)?;
    let mut run = || task.call(&mut plugin).map(drop);
    mean(warm_up, &mut run)?;
    mean(measured, &mut run)
}

fn instantiate(task: &Task, warm_up: Duration, measured: Duration) -> Result<f64, Error> {
    let compiled = task.compile(Duration::ZERO)?;
    let mut run = || task.call(&mut Plugin::new_from_compiled(&compiled)?).map(drop);
    mean(warm_up, &mut run)?;
    mean(measured, &mut run)
}

/// Mean nanoseconds of what is done again and again for a while.
fn mean(time: Duration, run: &mut impl FnMut() -> Result<(), Error>) -> Result<f64, Error> {
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < time {
        for _ in 0..BATCH {
            run()?;
        }
        count += BATCH;
    }
    Ok(start.elapsed().as_nanos() as f64 / f64::from(count))
}

fn pool(task: &Task, warm_up: Duration, slice: Duration, slices: usize) -> Result<[f64; 3], Error> {
    let compiled = task.compile(Duration::ZERO)?;
    let pool = PoolBuilder::new().with_max_instances(2).build(move || Plugin::new_from_compiled(&compiled));
    let run = || {
        let output = pool.with_plugin(WAIT, |plugin| task.call(plugin))?;
        black_box(output.ok_or_else(|| Error::msg("no plug-in became free"))?);
        Ok(())
    };
    throughput(2, warm_up, &run)?;
    let mut one = Vec::new();
    let mut two = Vec::new();
    let mut ratio = Vec::new();
    for _ in 0..slices {
        let alone = throughput(1, slice, &run)?;
        let both = throughput(2, slice, &run)?;
        one.push(alone);
        two.push(both);
        ratio.push(both / alone);
    }
    Ok([median(one), median(two), median(ratio)])
}

/// Calls a second that so many threads make together.
fn throughput(threads: usize, time: Duration, run: &(impl Fn() -> Result<(), Error> + Sync)) -> Result<f64, Error> {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let start = Instant::now();
        let loops: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut count = 0u64;
                    while !stop.load(Ordering::Relaxed) {
                        run()?;
                        count += 1;
                    }
                    Ok::<_, Error>(count)
                })
            })
            .collect();
        thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        let mut calls = 0;
        for each in loops {
            calls += each.join().expect("a thread ends")?;
        }
        Ok(calls as f64 / start.elapsed().as_secs_f64())
    })
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

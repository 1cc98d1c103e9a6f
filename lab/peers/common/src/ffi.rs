use crate::{Outcome, Request, Result, Signature, Split};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub const FFI: Signature = Signature { name: "ffi", keys: &["module", "iterations", "cache"] };

/// A runtime that runs WASI programs.
pub trait Programs {
    /// Runs a program to its end, with the output of this process. Compiled code is kept in the folder, if there is one.
    fn run(&self, wasm: &[u8], arguments: &[&str], cache: Option<&Path>) -> Result<Split>;
}

/// Runs a program once. The lab times the whole process; what is known here is where that time went.
pub fn ffi(runtime: &impl Programs, request: &Request) -> Result<Outcome> {
    let iterations = request.text("iterations")?;
    let cache = request.one_of("cache", &[("off", false), ("on", true)])?.then(cache_folder).transpose()?;
    let start = Instant::now();
    let wasm = request.module()?;
    let load = start.elapsed();
    let split = runtime.run(&wasm, &["ffi", iterations], cache.as_deref())?;
    Ok(Outcome { split: Some(Split { load, ..split }), ..Outcome::default() })
}

/// Beside this program, in the folder that the lab built it in.
fn cache_folder() -> Result<PathBuf> {
    let folder = env::current_exe()?.with_file_name("cache");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

//! Plug-ins through Extism's own crate, as its users call them.

use extism::{CurrentPlugin, Manifest, Plugin, PluginBuilder, UserData, Val, ValType, Wasm};
use lab_peer::{Outcome, Program, Request, Result, THROUGHPUT, Task, Variant, check, measure, payload};
use std::process::ExitCode;

fn main() -> ExitCode {
    Program {
        runtime: concat!("extism ", env!("CARGO_PKG_VERSION")),
        variants: vec![Variant { key: "", title: "", tasks: vec![Task::new(THROUGHPUT, throughput)] }],
    }
    .main()
}

fn throughput(request: &Request) -> Result<Outcome> {
    let function = request.text("function")?;
    let payload = payload(request)?;
    let mut plugin = load(request.module()?)?;
    let operation = || Ok(plugin.call::<_, Vec<u8>>(function, &payload[..])?.len());
    let outcome = measure(&request.budget()?, operation, |_| String::new())?;
    let output: Vec<u8> = plugin.call(function, &payload[..])?;
    Ok(Outcome { check: check(&output), ..outcome })
}

/// Without the cache of compiled code in the user's home.
fn load(wasm: Vec<u8>) -> Result<Plugin> {
    let manifest = Manifest::new([Wasm::data(wasm)]);
    let builder = PluginBuilder::new(manifest).with_wasi(true).with_cache_disabled();
    Ok(builder
        .with_function("host_reflect", [ValType::I64], [ValType::I64], UserData::new(()), host_reflect)
        .build()?)
}

/// Gives the plug-in's bytes back: in once, out once.
fn host_reflect(
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
    outputs: &mut [Val],
    _: UserData<()>,
) -> std::result::Result<(), extism::Error> {
    let bytes: Vec<u8> = plugin.memory_get_val(&inputs[0])?;
    plugin.memory_set_val(&mut outputs[0], bytes)
}

use crate::guest::Guest;
use lab_peer::{Engine, Impossible, Programs, Result, Split};
use std::path::Path;
use std::time::Instant;
use wasmtime::{Cache, CacheConfig, Config, Linker, Module, Store, Strategy};
use wasmtime_wasi::p1::{WasiP1Ctx, add_to_linker_sync};
use wasmtime_wasi::{I32Exit, WasiCtxBuilder};

/// Wasmtime with one of its compilers.
pub struct Runtime {
    config: Config,
    engine: wasmtime::Engine,
}

impl Runtime {
    pub fn new(strategy: Strategy) -> Result<Self> {
        let mut config = Config::new();
        config.strategy(strategy);
        let engine = wasmtime::Engine::new(&config).map_err(|problem| Impossible(format!("{problem:#}")))?;
        Ok(Self { config, engine })
    }
}

impl Engine for Runtime {
    type Module = Module;
    type Guest = Guest;

    fn compile(&self, wasm: &[u8]) -> Result<Module> {
        Ok(Module::from_binary(&self.engine, wasm)?)
    }

    fn instantiate(&self, module: &Module) -> Result<Guest> {
        let mut linker = Linker::new(&self.engine);
        // Most guests import nothing.
        if module.imports().len() > 0 {
            add_to_linker_sync(&mut linker, |context| context)?;
        }
        let mut store = Store::new(&self.engine, WasiCtxBuilder::new().build_p1());
        let instance = linker.instantiate(&mut store, module)?;
        if let Ok(initialize) = instance.get_typed_func::<(), ()>(&mut store, "_initialize") {
            initialize.call(&mut store, ())?;
        }
        Ok(Guest { store, instance })
    }
}

impl Programs for Runtime {
    fn run(&self, wasm: &[u8], arguments: &[&str], cache: Option<&Path>) -> Result<Split> {
        let start = Instant::now();
        let engine = match cache {
            Some(folder) => &wasmtime::Engine::new(self.config.clone().cache(Some(cache_in(folder)?)))?,
            None => &self.engine,
        };
        let module = Module::from_binary(engine, wasm)?;
        let compiled = Instant::now();
        let mut linker = Linker::<WasiP1Ctx>::new(engine);
        add_to_linker_sync(&mut linker, |context| context)?;
        let context = WasiCtxBuilder::new().inherit_stdio().args(arguments).build_p1();
        let mut store = Store::new(engine, context);
        let program = linker.instantiate(&mut store, &module)?.get_typed_func::<(), ()>(&mut store, "_start")?;
        let instantiated = Instant::now();
        if let Err(problem) = program.call(&mut store, ())
            && problem.downcast_ref::<I32Exit>().is_none_or(|exit| exit.0 != 0)
        {
            return Err(problem.into());
        }
        Ok(Split {
            compile: compiled - start,
            instantiate: instantiated - compiled,
            run: instantiated.elapsed(),
            ..Split::default()
        })
    }
}

fn cache_in(folder: &Path) -> Result<Cache> {
    let mut config = CacheConfig::new();
    config.with_directory(folder);
    Ok(Cache::new(config)?)
}

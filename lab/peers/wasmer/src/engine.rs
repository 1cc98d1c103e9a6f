use crate::guest::Guest;
use crate::wasi;
use lab_peer::{Engine, Impossible, Programs, Result, Split};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Instant;
use wasmer::{Instance, Module, Store, TypedFunction, imports};

/// Wasmer with one of its compilers.
pub struct Runtime {
    compiler: &'static str,
    engine: wasmer::Engine,
}

impl Runtime {
    pub fn new(compiler: &'static str, engine: impl Into<wasmer::Engine>) -> Self {
        Self { compiler, engine: engine.into() }
    }

    /// As Wasmer's own cache does it: a file of compiled code whose name depends on the bytes.
    fn compile_in(&self, folder: &Path, wasm: &[u8]) -> Result<Module> {
        let mut hasher = DefaultHasher::new();
        wasm.hash(&mut hasher);
        let file = folder.join(format!("{}-{:016x}", self.compiler, hasher.finish()));
        if file.exists() {
            // SAFETY: nobody but this program writes to its folder.
            return Ok(unsafe { Module::deserialize_from_file(&self.engine, file) }?);
        }
        let module = self.compile(wasm)?;
        module.serialize_to_file(file)?;
        Ok(module)
    }
}

impl Engine for Runtime {
    type Module = Module;
    type Guest = Guest;

    fn compile(&self, wasm: &[u8]) -> Result<Module> {
        Ok(Module::from_binary(&self.engine, wasm)?)
    }

    fn instantiate(&self, module: &Module) -> Result<Guest> {
        if let Some(import) = module.imports().next() {
            let name = format!("{}.{}", import.module(), import.name());
            return Err(Impossible(format!("the guest imports {name}, and here guests get nothing")).into());
        }
        let mut store = Store::new(self.engine.clone());
        let instance = Instance::new(&mut store, module, &imports! {})?;
        if let Ok(initialize) = instance.exports.get_typed_function::<(), ()>(&store, "_initialize") {
            initialize.call(&mut store)?;
        }
        Ok(Guest { store, instance })
    }
}

impl Programs for Runtime {
    fn run(&self, wasm: &[u8], arguments: &[&str], cache: Option<&Path>) -> Result<Split> {
        let start = Instant::now();
        let module = match cache {
            Some(folder) => self.compile_in(folder, wasm)?,
            None => self.compile(wasm)?,
        };
        let compiled = Instant::now();
        let mut store = Store::new(self.engine.clone());
        let (imports, program) = wasi::imports(&mut store, arguments);
        let instance = Instance::new(&mut store, &module, &imports)?;
        let start_function: TypedFunction<(), ()> = instance.exports.get_typed_function(&store, "_start")?;
        program.as_mut(&mut store).memory = Some(instance.exports.get_memory("memory")?.clone());
        let instantiated = Instant::now();
        if let Err(trap) = start_function.call(&mut store) {
            match trap.downcast::<wasi::Exit>() {
                Ok(wasi::Exit(0)) => {}
                Ok(exit) => return Err(exit.into()),
                Err(trap) => return Err(trap.into()),
            }
        }
        Ok(Split {
            compile: compiled - start,
            instantiate: instantiated - compiled,
            run: instantiated.elapsed(),
            ..Split::default()
        })
    }
}

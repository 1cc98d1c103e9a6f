//! As much of WASI as the FFI experiment's program imports. Wasmer's own is a crate that brings 240 others.

use std::fmt;
use std::io::{self, Write};
use wasmer::{
    Function, FunctionEnv, FunctionEnvMut, Imports, Memory, MemoryAccessError, MemoryView, Store, WasmPtr, WasmSlice,
    imports,
};

const SUCCESS: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
const FAULT: i32 = 21;
const IO: i32 = 29;

/// A program that ended itself, and its exit code.
#[derive(Debug)]
pub struct Exit(pub i32);

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the program ended with exit code {}", self.0)
    }
}

impl std::error::Error for Exit {}

/// What the functions know of the program that calls them.
pub struct Program {
    /// There as soon as it is instantiated.
    pub memory: Option<Memory>,
    arguments: Vec<Vec<u8>>,
}

type Caller<'a> = FunctionEnvMut<'a, Program>;

pub fn imports(store: &mut Store, arguments: &[&str]) -> (Imports, FunctionEnv<Program>) {
    let arguments = arguments.iter().map(|argument| [argument.as_bytes(), b"\0"].concat()).collect();
    let program = FunctionEnv::new(store, Program { memory: None, arguments });
    let imports = imports! {
        "wasi_snapshot_preview1" => {
            "args_sizes_get" => Function::new_typed_with_env(store, &program, args_sizes_get),
            "args_get" => Function::new_typed_with_env(store, &program, args_get),
            "environ_sizes_get" => Function::new_typed_with_env(store, &program, environ_sizes_get),
            "environ_get" => Function::new_typed_with_env(store, &program, environ_get),
            "fd_write" => Function::new_typed_with_env(store, &program, fd_write),
            "random_get" => Function::new_typed_with_env(store, &program, random_get),
            "proc_exit" => Function::new_typed_with_env(store, &program, proc_exit),
        }
    };
    (imports, program)
}

/// Has the memory looked at; an address outside of it is the program's fault.
fn with_memory(
    caller: &Caller,
    action: impl FnOnce(&MemoryView, &Program) -> std::result::Result<i32, MemoryAccessError>,
) -> i32 {
    let program = caller.data();
    match &program.memory {
        Some(memory) => action(&memory.view(caller), program).unwrap_or(FAULT),
        None => FAULT,
    }
}

fn args_sizes_get(caller: Caller, count: WasmPtr<u32>, size: WasmPtr<u32>) -> i32 {
    with_memory(&caller, |memory, program| {
        count.write(memory, program.arguments.len() as u32)?;
        size.write(memory, program.arguments.iter().map(Vec::len).sum::<usize>() as u32)?;
        Ok(SUCCESS)
    })
}

fn args_get(caller: Caller, addresses: WasmPtr<u32>, bytes: u32) -> i32 {
    with_memory(&caller, |memory, program| {
        let mut at = bytes;
        for (i, argument) in (0..).zip(&program.arguments) {
            addresses.add_offset(i)?.write(memory, at)?;
            memory.write(at.into(), argument)?;
            at += argument.len() as u32;
        }
        Ok(SUCCESS)
    })
}

fn environ_sizes_get(caller: Caller, count: WasmPtr<u32>, size: WasmPtr<u32>) -> i32 {
    with_memory(&caller, |memory, _| {
        count.write(memory, 0)?;
        size.write(memory, 0)?;
        Ok(SUCCESS)
    })
}

fn environ_get(_: Caller, _: u32, _: u32) -> i32 {
    SUCCESS
}

fn fd_write(caller: Caller, descriptor: i32, buffers: WasmPtr<u32>, count: u32, written: WasmPtr<u32>) -> i32 {
    with_memory(&caller, |memory, _| {
        let mut output = Vec::new();
        for place in buffers.slice(memory, count * 2)?.read_to_vec()?.chunks_exact(2) {
            let buffer = WasmSlice::<u8>::new(memory, place[0].into(), place[1].into())?;
            output.extend(buffer.read_to_vec()?);
        }
        let done = match descriptor {
            1 => io::stdout().write_all(&output),
            2 => io::stderr().write_all(&output),
            _ => return Ok(BAD_DESCRIPTOR),
        };
        written.write(memory, output.len() as u32)?;
        Ok(if done.is_ok() { SUCCESS } else { IO })
    })
}

fn random_get(caller: Caller, address: u32, length: u32) -> i32 {
    with_memory(&caller, |memory, _| {
        let mut bytes = vec![0; length as usize];
        if getrandom::fill(&mut bytes).is_err() {
            return Ok(IO);
        }
        memory.write(address.into(), &bytes)?;
        Ok(SUCCESS)
    })
}

fn proc_exit(_: Caller, code: i32) -> std::result::Result<(), Exit> {
    Err(Exit(code))
}

use crate::guest::{Exports, Guest, fixed_buffer};
use crate::{Call, Engine, Outcome, Request, Result, Signature, measure};
use std::hint::black_box;

pub const MULTIPLY: Signature = Signature {
    name: "multiply",
    keys: &["module", "abi", "memory", "cached", "arguments", "owned", "compile", "calls"],
};

/// Both i32, in a C struct and in bincode alike.
const FACTORS: [u8; 8] = [2, 0, 0, 0, 3, 0, 0, 0];

/// One of the micro tests. The calls are typed: their arguments never lie in an array, so that it makes no difference
/// where one would be made, and none whether an object owns instance and function.
struct Way {
    buffered: Option<&'static str>,
    fixed: bool,
    cached: bool,
    calls: u32,
}

pub fn run<E: Engine>(engine: &E, request: &Request) -> Result<Outcome> {
    request.one_of("arguments", &[("hotload", ()), ("preload", ())])?;
    request.one_of("owned", &[("false", ()), ("true", ())])?;
    let way = Way {
        buffered: request.one_of(
            "abi",
            &[("pair", None), ("bincode", Some("multiply_bincode")), ("struct", Some("multiply_struct"))],
        )?,
        fixed: request.one_of("memory", &[("dynamic", false), ("static", true)])?,
        cached: request.one_of("cached", &[("true", true), ("false", false)])?,
        calls: request.number_or("calls", 100_000)?,
    };
    let wasm = request.module()?;
    let budget = request.budget()?;
    let check = |sum: i32| sum.to_string();
    if request.one_of("compile", &[("out", false), ("in", true)])? {
        return measure(&budget, || way.run(&mut engine.instantiate(&engine.compile(&wasm)?)?), check);
    }
    let mut guest = engine.instantiate(&engine.compile(&wasm)?)?;
    measure(&budget, || way.run(&mut guest), check)
}

impl Way {
    /// All calls of a run; what is looked up once is looked up once a run.
    fn run<G: Guest>(&self, guest: &mut G) -> Result<i32> {
        match self.buffered {
            Some(name) => self.run_buffered(guest, name),
            None => self.run_direct(guest),
        }
    }

    fn run_direct<G: Guest>(&self, guest: &mut G) -> Result<i32> {
        if self.cached {
            let multiply = Call::<(i32, i32), i32>::function(guest, "multiply")?;
            self.sum(|| guest.call(&multiply, black_box((2, 3))))
        } else {
            self.sum(|| {
                let multiply = Call::<(i32, i32), i32>::function(guest, "multiply")?;
                guest.call(&multiply, black_box((2, 3)))
            })
        }
    }

    fn run_buffered<G: Guest>(&self, guest: &mut G, name: &str) -> Result<i32> {
        let fixed = self.fixed.then(|| fixed_buffer(guest, FACTORS.len())).transpose()?;
        if self.cached {
            let exports = Exports::look_up(guest, name, fixed)?;
            self.sum(|| exports.call(guest, &black_box(FACTORS)))
        } else {
            self.sum(|| Exports::look_up(guest, name, fixed)?.call(guest, &black_box(FACTORS)))
        }
    }

    fn sum(&self, mut call: impl FnMut() -> Result<i32>) -> Result<i32> {
        let mut sum = 0i32;
        for _ in 0..self.calls {
            sum = sum.wrapping_add(call()?);
        }
        Ok(sum)
    }
}

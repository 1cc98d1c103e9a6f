use crate::guest::{Exports, Guest, fixed_buffer};
use crate::{Call, Engine, Outcome, Request, Result, Signature, measure, trace};

pub const SIMULATE: Signature =
    Signature { name: "simulate", keys: &["module", "policy", "abi", "memory", "cached", "trace", "bytes"] };

#[derive(Clone, Copy)]
enum Abi {
    Direct,
    Struct,
    Bincode,
}

struct Simulation {
    trace: Vec<(i32, u64)>,
    capacity: u64,
    fixed: bool,
    cached: bool,
}

pub fn run<E: Engine>(engine: &E, request: &Request) -> Result<Outcome> {
    let abi = request.one_of("abi", &[("direct", Abi::Direct), ("struct", Abi::Struct), ("bincode", Abi::Bincode)])?;
    let simulation = Simulation {
        fixed: request.one_of("memory", &[("static", true), ("dynamic", false)])?,
        cached: request.one_of("cached", &[("true", true), ("false", false)])?,
        capacity: request.number("bytes")?,
        trace: trace::read(request.text("trace")?)?,
    };
    let mut guest = engine.instantiate(&engine.compile(&request.module()?)?)?;
    let operation = || match abi {
        Abi::Direct => simulation.direct(&mut guest),
        Abi::Struct => simulation.buffered(&mut guest, "send_struct", in_struct),
        Abi::Bincode => simulation.buffered(&mut guest, "send_bincode", in_bincode),
    };
    measure(&request.budget()?, operation, |stats| format!("{} {}", stats >> 32, stats as u32))
}

impl Simulation {
    fn direct<G: Guest>(&self, guest: &mut G) -> Result<u64> {
        self.begin(guest)?;
        if self.cached {
            let send = Call::<(i32, i64), i32>::function(guest, "send")?;
            for &(id, size) in &self.trace {
                guest.call(&send, (id, size as i64))?;
            }
        } else {
            for &(id, size) in &self.trace {
                let send = Call::<(i32, i64), i32>::function(guest, "send")?;
                guest.call(&send, (id, size as i64))?;
            }
        }
        stats(guest)
    }

    fn buffered<G: Guest, const N: usize>(
        &self,
        guest: &mut G,
        name: &str,
        encode: impl Fn(i32, u64) -> [u8; N],
    ) -> Result<u64> {
        self.begin(guest)?;
        let fixed = self.fixed.then(|| fixed_buffer(guest, N)).transpose()?;
        if self.cached {
            let exports = Exports::look_up(guest, name, fixed)?;
            for &(id, size) in &self.trace {
                exports.call(guest, &encode(id, size))?;
            }
        } else {
            for &(id, size) in &self.trace {
                Exports::look_up(guest, name, fixed)?.call(guest, &encode(id, size))?;
            }
        }
        stats(guest)
    }

    fn begin<G: Guest>(&self, guest: &mut G) -> Result<()> {
        let init = Call::<i64, ()>::function(guest, "init")?;
        Call::<i64, ()>::call(guest, &init, self.capacity as i64)
    }
}

fn stats<G: Guest>(guest: &mut G) -> Result<u64> {
    let stats = Call::<(), i64>::function(guest, "stats")?;
    Ok(Call::<(), i64>::call(guest, &stats, ())? as u64)
}

/// The id, 4 bytes of padding, the size.
fn in_struct(id: i32, size: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&id.to_le_bytes());
    bytes[8..].copy_from_slice(&size.to_le_bytes());
    bytes
}

/// The id and the size.
fn in_bincode(id: i32, size: u64) -> [u8; 12] {
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&id.to_le_bytes());
    bytes[4..].copy_from_slice(&size.to_le_bytes());
    bytes
}

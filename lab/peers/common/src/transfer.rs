use crate::guest::{Exports, Guest, fixed_buffer};
use crate::{Call, Codec, Engine, Form, List, Outcome, Request, Result, Signature, measure};

pub const TRANSFER: Signature = Signature { name: "transfer", keys: &["module", "abi", "memory", "bytes"] };

pub fn run<E: Engine>(engine: &E, request: &Request) -> Result<Outcome> {
    let form = Form::of(request)?;
    let fixed = request.one_of("memory", &[("dynamic", false), ("static", true)])?;
    let list = List::of_bytes(request.number("bytes")?);
    let budget = request.budget()?;
    let mut guest = engine.instantiate(&engine.compile(&request.module()?)?)?;
    let mut exports = |length| {
        let fixed = fixed.then(|| fixed_buffer(&mut guest, length)).transpose()?;
        Exports::look_up(&mut guest, form.export(), fixed)
    };
    match form {
        Form::Struct => {
            let exports = exports(size_of_struct(&list))?;
            measure(&budget, || call_with_struct(&mut guest, &exports, &list), |sum| sum.to_string())
        }
        Form::Bytes => {
            let bytes = list.to_bytes();
            let exports = exports(bytes.len())?;
            measure(&budget, || exports.call(&mut guest, &bytes), |sum| sum.to_string())
        }
        Form::Encoded(codec) => {
            let mut bytes = encoded(codec, &list);
            let exports = exports(bytes.len())?;
            let operation = || {
                codec.encode(&list, &mut bytes);
                exports.call(&mut guest, &bytes)
            };
            measure(&budget, operation, |sum| sum.to_string())
        }
    }
}

fn encoded(codec: Codec, list: &List) -> Vec<u8> {
    let mut bytes = Vec::new();
    codec.encode(list, &mut bytes);
    bytes
}

fn size_of_struct(list: &List) -> usize {
    size_of::<u32>() * (1 + list.numbers.len())
}

fn call_with_struct<G: Guest>(guest: &mut G, exports: &Exports<G>, list: &List) -> Result<i32> {
    let length = size_of_struct(list);
    let address = exports.address(guest, length)?;
    guest.write_numbers(&exports.memory, address, &[list.numbers.len() as u32])?;
    guest.write_numbers(&exports.memory, address + size_of::<u32>() as u32, &list.numbers)?;
    Call::<(i32, i32), i32>::call(guest, &exports.function, (address as i32, length as i32))
}

//! MessagePack. Structs are written as arrays, as are several parameters, and read from maps, too.

use super::refuse;
use crate::buffers::Argument;
use serde::{Serialize, de::DeserializeOwned};
use std::any::TypeId;

/// Panics if the bytes are not exactly one value.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> T {
    let mut rest = bytes;
    match T::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)) {
        Ok(value) if rest.is_empty() => value,
        Ok(_) => refuse::<T>("MessagePack", format_args!("{} bytes are left over", rest.len())),
        Err(problem) => refuse::<T>("MessagePack", problem),
    }
}

/// Appends the value.
pub fn encode<T: Serialize>(value: &T, to: &mut Vec<u8>) {
    rmp_serde::encode::write(to, value).expect("a result has a form in MessagePack");
}

/// A number, bool or text is the one field of a message without a name; anything else is the message.
#[doc(hidden)]
pub fn argument<T: DeserializeOwned + 'static>(address: usize, length: usize) -> T {
    let argument = Argument::take(address, length);
    if is_field::<T>() {
        let (value,) = decode::<(T,)>(argument.bytes());
        value
    } else {
        decode(argument.bytes())
    }
}

fn is_field<T: 'static>() -> bool {
    macro_rules! is_one_of {
        ($($type:ty)*) => { [$(TypeId::of::<$type>()),*].contains(&TypeId::of::<T>()) };
    }
    is_one_of!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 String)
}

#[doc(hidden)]
pub fn arguments<T: DeserializeOwned>(address: usize, length: usize) -> T {
    decode(Argument::take(address, length).bytes())
}

calls!(Serialize);

//! MessagePack. Structs are written as arrays, as are several parameters, and read from maps, too.

use super::refuse;
use serde::{Serialize, de::DeserializeOwned};

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

calls!(DeserializeOwned, Serialize);

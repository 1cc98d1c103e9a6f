//! bincode 1: integers of fixed length, little-endian, lengths as u64.

use super::refuse;
use bincode1::{DefaultOptions, Options};
use serde::{Serialize, de::DeserializeOwned};

fn options() -> impl Options {
    DefaultOptions::new().with_fixint_encoding()
}

/// Panics if the bytes are not exactly one value.
#[inline]
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> T {
    options().deserialize(bytes).unwrap_or_else(|problem| refuse::<T>("bincode 1", problem))
}

/// Appends the value.
pub fn encode<T: Serialize>(value: &T, to: &mut Vec<u8>) {
    options().serialize_into(to, value).expect("a result has a form in bincode");
}

calls!(DeserializeOwned, Serialize);

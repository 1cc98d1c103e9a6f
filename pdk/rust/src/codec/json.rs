//! JSON. One parameter is the value itself; several are an array.

use super::refuse;
use serde::{Serialize, de::DeserializeOwned};

/// Panics if the bytes are not exactly one value.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).unwrap_or_else(|problem| refuse::<T>("JSON", problem))
}

/// Appends the value.
pub fn encode<T: Serialize>(value: &T, to: &mut Vec<u8>) {
    serde_json::to_writer(to, value).expect("a result has a form in JSON");
}

calls!(DeserializeOwned, Serialize);

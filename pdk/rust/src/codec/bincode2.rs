//! bincode 2 in its standard configuration: integers of variable length, zigzag where they have a sign.

use super::refuse;
use bincode2::config;
use serde::{Serialize, de::DeserializeOwned};

/// Panics if the bytes are not exactly one value.
#[inline]
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> T {
    match bincode2::serde::decode_from_slice(bytes, config::standard()) {
        Ok((value, read)) if read == bytes.len() => value,
        Ok((_, read)) => refuse::<T>("bincode 2", format_args!("{} bytes are left over", bytes.len() - read)),
        Err(problem) => refuse::<T>("bincode 2", problem),
    }
}

/// Appends the value.
pub fn encode<T: Serialize>(value: &T, to: &mut Vec<u8>) {
    /// `Vec<u8>` is a writer of bincode's only with its feature `std`.
    struct Appender<'a>(&'a mut Vec<u8>);

    impl bincode2::enc::write::Writer for Appender<'_> {
        fn write(&mut self, bytes: &[u8]) -> Result<(), bincode2::error::EncodeError> {
            self.0.extend_from_slice(bytes);
            Ok(())
        }
    }

    bincode2::serde::encode_into_writer(value, Appender(to), config::standard())
        .expect("a result has a form in bincode");
}

calls!(DeserializeOwned, Serialize);

//! The serialized ABIs. Each module has `decode` and `encode` and, made of them, what [`export!`](crate::export)
//! calls: the argument of a function with one parameter, the arguments of one with several, and its result.

/// A serialized ABI's side of a call, on top of its `decode` and `encode`.
#[allow(unused_macros)]
macro_rules! calls {
    ($decoded:path, $encoded:path) => {
        #[doc(hidden)]
        #[inline]
        pub fn argument<T: $decoded>(address: usize, length: usize) -> T {
            decode($crate::buffers::Argument::take(address, length).bytes())
        }

        #[doc(hidden)]
        #[inline]
        pub fn arguments<T: $decoded>(address: usize, length: usize) -> T {
            decode($crate::buffers::Argument::take(address, length).bytes())
        }

        calls!($encoded);
    };
    ($encoded:path) => {
        #[doc(hidden)]
        pub fn reply<T: $encoded>(value: &T) -> (usize, usize) {
            $crate::buffers::result(|bytes| encode(value, bytes))
        }
    };
}

#[cfg(feature = "bincode1")]
pub mod bincode1;
#[cfg(feature = "bincode2")]
pub mod bincode2;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "messagepack")]
pub mod messagepack;
#[cfg(feature = "protobuf")]
pub mod protobuf;

/// The arguments could not be decoded: a mistake of the host's, or of one of the two declarations.
#[allow(dead_code)]
#[cold]
fn refuse<T>(format: &str, problem: impl std::fmt::Display) -> ! {
    panic!("the arguments are not {format} of {}: {problem}", std::any::type_name::<T>())
}

#[cfg(all(
    test,
    feature = "bincode1",
    feature = "bincode2",
    feature = "json",
    feature = "messagepack",
    feature = "protobuf"
))]
mod tests {
    use super::*;
    use crate::buffers::tests::{prepared, read};
    use serde::{Deserialize, Serialize};
    use std::panic::catch_unwind;

    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    struct Tea {
        name: String,
        minutes: Option<i32>,
        scores: Vec<i64>,
    }

    fn tea() -> Tea {
        Tea { name: "Assam".to_owned(), minutes: Some(-3), scores: vec![1, 300] }
    }

    /// What reads arguments gives the value for these bytes, and nothing for a byte less or more.
    fn assert_reads<T: std::fmt::Debug + PartialEq>(reader: fn(usize, usize) -> T, bytes: &[u8], value: T) {
        let read = |bytes: &[u8]| {
            let (address, length) = prepared(bytes);
            reader(address, length)
        };
        assert_eq!(read(bytes), value);
        for wrong in [&bytes[..bytes.len() - 1], &[bytes, b"\x01"].concat()] {
            assert!(catch_unwind(|| drop(read(wrong))).is_err(), "{wrong:?} is read as {value:?}");
        }
    }

    #[test]
    fn bincode_1() {
        let bytes = b"\x05\0\0\0\0\0\0\0Assam\x01\xfd\xff\xff\xff\x02\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x2c\x01\0\0\0\0\0\0";
        assert_reads(bincode1::argument, bytes, tea());
        assert_reads(bincode1::argument, b"\xfe\xff\xff\xff", -2i32);
        assert_reads(bincode1::arguments, b"\x02\0\0\0\x01", (2i32, true));
        assert_eq!(read(bincode1::reply(&tea())), bytes);
    }

    #[test]
    fn bincode_2() {
        let bytes = b"\x05Assam\x01\x05\x02\x02\xfb\x58\x02";
        assert_reads(bincode2::argument, bytes, tea());
        assert_reads(bincode2::arguments, b"\x04\x05", (2i32, -3i32));
        assert_eq!(read(bincode2::reply(&tea())), bytes);
    }

    #[test]
    fn messagepack() {
        let bytes = b"\x93\xa5Assam\xfd\x92\x01\xcd\x01\x2c";
        assert_reads(messagepack::argument, bytes, tea());
        assert_reads(messagepack::argument, b"\xfe", -2i32);
        assert_reads(messagepack::argument, b"\xa2hi", "hi".to_owned());
        assert_reads(messagepack::argument, b"\x92\x01\x02", vec![1i32, 2]);
        assert_reads(messagepack::arguments, b"\x92\x02\xfd", (2i32, -3i32));
        assert_eq!(read(messagepack::reply(&tea())), bytes);
    }

    #[test]
    fn messagepack_by_name() {
        let bytes = b"\x83\xa6scores\x92\x01\xcd\x01\x2c\xa4name\xa5Assam\xa7minutes\xfd";
        assert_reads(messagepack::argument, bytes, tea());
    }

    #[test]
    fn json() {
        let bytes = br#"{"name":"Assam","minutes":-3,"scores":[1,300]}"#;
        assert_reads(json::argument, bytes, tea());
        let (address, length) = prepared(b" -2 ");
        assert_eq!(json::argument::<i32>(address, length), -2);
        assert_reads(json::arguments, b"[2,-3]", (2i32, -3i32));
        assert_eq!(read(json::reply(&tea())), bytes);
    }

    #[derive(Clone, PartialEq, prost::Message)]
    struct Message {
        #[prost(string, tag = "1")]
        name: String,
        #[prost(int32, optional, tag = "2")]
        minutes: Option<i32>,
        #[prost(int64, repeated, tag = "3")]
        scores: Vec<i64>,
    }

    #[test]
    fn protobuf() {
        let message = Message { name: "Assam".to_owned(), minutes: Some(3), scores: vec![1, 300] };
        let bytes = b"\x0a\x05Assam\x10\x03\x1a\x03\x01\xac\x02";
        assert_reads(protobuf::argument, bytes, message.clone());
        assert_reads(protobuf::argument, b"\x08\x02", 2i32);
        assert_reads(protobuf::arguments, b"\x08\x02\x12\x02hi", (2i32, "hi".to_owned()));
        assert_eq!(read(protobuf::reply(&message)), bytes);
        assert_eq!(read(protobuf::reply(&"hi".to_owned())), b"\x0a\x02hi");
    }

    #[test]
    fn parameters_in_protobuf_may_be_missing_unordered_and_unknown() {
        let parameters = |bytes: &[u8]| {
            let (address, length) = prepared(bytes);
            protobuf::arguments::<(i32, bool, f64)>(address, length)
        };
        assert_eq!(parameters(b""), (0, false, 0.0));
        assert_eq!(parameters(b"\x10\x01\x22\x01x\x08\x01\x08\x07"), (7, true, 0.0));
        assert!(catch_unwind(|| parameters(b"\x0a\x01x")).is_err(), "a text in place of a number");
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        let length = [0xff; 8];
        let (address, size) = prepared(&length);
        assert!(catch_unwind(|| bincode1::argument::<Vec<u64>>(address, size)).is_err());
        let (address, size) = prepared(b"\xfd\xff\xff\xff\xff\xff\xff\xff\x7f");
        assert!(catch_unwind(|| bincode2::argument::<Vec<u64>>(address, size)).is_err());
        let (address, size) = prepared(b"\xdd\xff\xff\xff\xff");
        assert!(catch_unwind(|| messagepack::argument::<Vec<u64>>(address, size)).is_err());
    }
}

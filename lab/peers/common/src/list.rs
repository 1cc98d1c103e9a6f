use crate::{Request, Result};
use mortise_pdk::{bincode1, json, messagepack, protobuf};

/// A list that is handed over.
#[derive(Clone, PartialEq, prost::Message)]
pub struct List {
    #[prost(uint32, repeated, tag = "1")]
    pub numbers: Vec<u32>,
}

impl List {
    /// What every contender sends for so many bytes. The numbers are of every length, and below 2^31, so that they are
    /// the same with a sign and without.
    pub fn of_bytes(bytes: u32) -> Self {
        let number = |i: u32| i.wrapping_mul(2_654_435_761) >> (1 + 8 * (i % 4));
        Self { numbers: (0..bytes / 4).map(number).collect() }
    }

    pub fn sum(&self) -> i32 {
        self.numbers.iter().fold(0, |sum: u32, &number| sum.wrapping_add(number)).cast_signed()
    }

    /// The numbers as they lie in a guest's memory.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }
}

/// How a list becomes bytes and a list again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    Bincode,
    MessagePack,
    Json,
    Protobuf,
}

/// How a list is handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The count and the numbers, written one by one.
    Struct,
    /// The numbers, made bytes before anything is measured.
    Bytes,
    Encoded(Codec),
}

impl Form {
    pub fn of(request: &Request) -> Result<Self> {
        request.one_of(
            "abi",
            &[
                ("struct", Self::Struct),
                ("bytes", Self::Bytes),
                ("bincode", Self::Encoded(Codec::Bincode)),
                ("msgpack", Self::Encoded(Codec::MessagePack)),
                ("json", Self::Encoded(Codec::Json)),
                ("protobuf", Self::Encoded(Codec::Protobuf)),
            ],
        )
    }

    /// The function of the guest.
    pub fn export(self) -> &'static str {
        match self {
            Self::Struct => "sum_struct",
            Self::Bytes => "sum_bytes",
            Self::Encoded(Codec::Bincode) => "sum_bincode",
            Self::Encoded(Codec::MessagePack) => "sum_msgpack",
            Self::Encoded(Codec::Json) => "sum_json",
            Self::Encoded(Codec::Protobuf) => "sum_protobuf",
        }
    }
}

impl Codec {
    /// Replaces the content of a buffer.
    pub fn encode(self, list: &List, to: &mut Vec<u8>) {
        to.clear();
        match self {
            Self::Bincode => bincode1::encode(&list.numbers, to),
            Self::MessagePack => messagepack::encode(&list.numbers, to),
            Self::Json => json::encode(&list.numbers, to),
            Self::Protobuf => protobuf::encode(list, to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_that_of_the_other_contenders() {
        assert_eq!(List::of_bytes(64).sum(), -348_020_347);
        assert_eq!(List::of_bytes(1 << 20).sum(), -959_469_505);
    }

    #[test]
    fn a_list_comes_out_of_its_bytes_as_it_was() {
        let list = List::of_bytes(4096);
        let mut bytes = Vec::new();
        Codec::Bincode.encode(&list, &mut bytes);
        assert_eq!(bincode1::decode::<Vec<u32>>(&bytes), list.numbers);
        Codec::MessagePack.encode(&list, &mut bytes);
        assert_eq!(messagepack::decode::<Vec<u32>>(&bytes), list.numbers);
        Codec::Json.encode(&list, &mut bytes);
        assert_eq!(json::decode::<Vec<u32>>(&bytes), list.numbers);
        Codec::Protobuf.encode(&list, &mut bytes);
        assert_eq!(protobuf::decode::<List>(&bytes), list);
    }
}

//! Sums of lists of any length, under every ABI: what it costs to hand data over.

use mortise_pdk::buffers::Argument;

fn sum(numbers: impl IntoIterator<Item = u32>) -> u32 {
    numbers.into_iter().fold(0, u32::wrapping_add)
}

/// A message with the list as its field 1.
#[derive(Clone, PartialEq, prost::Message)]
pub struct List {
    #[prost(uint32, repeated, tag = "1")]
    numbers: Vec<u32>,
}

mortise_pdk::export! {
    bincode1 fn sum_bincode(numbers: Vec<u32>) -> u32 {
        sum(numbers)
    }

    messagepack fn sum_msgpack(numbers: Vec<u32>) -> u32 {
        sum(numbers)
    }

    json fn sum_json(numbers: Vec<u32>) -> u32 {
        sum(numbers)
    }

    protobuf fn sum_protobuf(list: List) -> u32 {
        sum(list.numbers)
    }
}

// Structs of the kit have a fixed size: the other two look at the bytes themselves.

/// `struct { uint32_t count; uint32_t numbers[]; }`
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn sum_struct(address: usize, length: usize) -> u32 {
    let argument = Argument::take(address, length);
    let (count, numbers) = argument.bytes().split_first_chunk().expect("a struct begins with the count");
    assert_eq!(u32::from_le_bytes(*count) as usize * size_of::<u32>(), numbers.len(), "the count does not fit");
    sum_of(numbers)
}

/// Numbers and nothing else.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn sum_bytes(address: usize, length: usize) -> u32 {
    sum_of(Argument::take(address, length).bytes())
}

fn sum_of(bytes: &[u8]) -> u32 {
    let (numbers, rest) = bytes.as_chunks();
    assert!(rest.is_empty(), "{} bytes are left over", rest.len());
    sum(numbers.iter().map(|&number| u32::from_le_bytes(number)))
}

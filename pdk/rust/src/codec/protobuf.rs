//! Protobuf. The message of several parameters numbers them from 1, as does that of a single number or text.

use super::refuse;
use crate::buffers::Argument;
use prost::Message;
use prost::encoding::{DecodeContext, decode_key, skip_field};

/// Panics if the bytes are no such message. Fields that the message does not have are skipped.
pub fn decode<T: Message + Default>(bytes: &[u8]) -> T {
    T::decode(bytes).unwrap_or_else(|problem| refuse::<T>("Protobuf", problem))
}

/// Appends the message.
pub fn encode<T: Message>(value: &T, to: &mut Vec<u8>) {
    value.encode(to).expect("a Vec has room");
}

#[doc(hidden)]
pub fn argument<T: Message + Default>(address: usize, length: usize) -> T {
    decode(Argument::take(address, length).bytes())
}

#[doc(hidden)]
pub fn arguments<T: Parameters>(address: usize, length: usize) -> T {
    T::decode(Argument::take(address, length).bytes())
}

/// What one of several parameters may be. For each, prost has a message with it as its field 1.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be one of several parameters under Protobuf",
    note = "several parameters may be bool, i32, i64, u32, u64, f32, f64, String and Vec<u8>; \
            take one message for anything else"
)]
pub trait Scalar: Message + Default {}

macro_rules! scalars {
    ($($scalar:ty)*) => { $(impl Scalar for $scalar {})* };
}

scalars!(bool i32 i64 u32 u64 f32 f64 String Vec<u8>);

/// Several parameters: a tuple of scalars.
pub trait Parameters: Default {
    fn decode(bytes: &[u8]) -> Self;
}

macro_rules! parameters {
    ($($type:ident $index:tt),*) => {
        impl<$($type: Scalar),*> Parameters for ($($type,)*) {
            fn decode(mut bytes: &[u8]) -> Self {
                let mut values = Self::default();
                while !bytes.is_empty() {
                    let merged = decode_key(&mut bytes).and_then(|(tag, wire_type)| {
                        let context = DecodeContext::default();
                        match tag {
                            $(tag if tag == $index + 1 => values.$index.merge_field(1, wire_type, &mut bytes, context),)*
                            _ => skip_field(wire_type, tag, &mut bytes, context),
                        }
                    });
                    merged.unwrap_or_else(|problem| refuse::<Self>("Protobuf", problem));
                }
                values
            }
        }
    };
}

parameters!(A 0, B 1);
parameters!(A 0, B 1, C 2);
parameters!(A 0, B 1, C 2, D 3);
parameters!(A 0, B 1, C 2, D 3, E 4);
parameters!(A 0, B 1, C 2, D 3, E 4, F 5);
parameters!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
parameters!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

calls!(Message);

//! The C struct ABI: records laid out as C lays them out on wasm32, little-endian, padding zero.
//!
//! Structs are read and written field by field, so that no bytes of the host are ever taken for a value that they are
//! not: a bool is 0 or 1, a text is UTF-8, an enum is one of its constants; anything else panics.

use crate::buffers::{self, Argument};
use std::fmt;

/// What may lie in a C struct: numbers, bool, [`Text`], arrays of these, and what [`c_struct!`](crate::c_struct) and
/// [`c_enum!`](crate::c_enum) declare.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no layout in C",
    note = "a C struct has numbers, bool, Text<N>, arrays, and types declared with c_struct! and c_enum!"
)]
pub trait CStruct: Sized {
    /// Reads from exactly as many bytes as the type has.
    fn read(bytes: &[u8]) -> Self;

    /// Writes to exactly as many bytes as the type has, all of which are zero.
    fn write(&self, bytes: &mut [u8]);
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl CStruct for $number {
            #[inline]
            fn read(bytes: &[u8]) -> Self {
                <$number>::from_le_bytes(bytes.try_into().expect("as many bytes as the number has"))
            }

            #[inline]
            fn write(&self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }
        }
    )* };
}

numbers!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

impl CStruct for bool {
    #[inline]
    fn read(bytes: &[u8]) -> Self {
        match bytes {
            [0] => false,
            [1] => true,
            _ => panic!("a bool is {bytes:?}"),
        }
    }

    #[inline]
    fn write(&self, bytes: &mut [u8]) {
        bytes[0] = u8::from(*self);
    }
}

impl<T: CStruct, const N: usize> CStruct for [T; N] {
    #[inline]
    fn read(bytes: &[u8]) -> Self {
        let size = size_of::<T>();
        std::array::from_fn(|i| T::read(&bytes[i * size..][..size]))
    }

    #[inline]
    fn write(&self, bytes: &mut [u8]) {
        let size = size_of::<T>();
        for (i, element) in self.iter().enumerate() {
            element.write(&mut bytes[i * size..][..size]);
        }
    }
}

/// A text of at most `N` bytes of UTF-8, the rest zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Text<const N: usize>([u8; N]);

impl<const N: usize> Text<N> {
    /// Panics if the text is longer than `N` bytes or has a zero in it.
    pub fn new(text: &str) -> Self {
        assert!(text.len() <= N, "a text of {} bytes has no room in {N}", text.len());
        assert!(!text.contains('\0'), "a text in a C struct ends at its first zero");
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Self(bytes)
    }

    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(N);
        std::str::from_utf8(&self.0[..length]).expect("checked when it was made")
    }
}

impl<const N: usize> CStruct for Text<N> {
    fn read(bytes: &[u8]) -> Self {
        let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(N);
        let text = std::str::from_utf8(&bytes[..length]).expect("a text is UTF-8");
        Self::new(text)
    }

    fn write(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

/// Declares a struct with C's layout, and optionally which size and alignment it must have, which the compiler checks:
///
/// ```
/// mortise_pdk::c_struct! {
///     #[derive(Debug)]
///     pub struct Request (size 16, align 8) { pub id: i32, pub size: i64 }
/// }
/// ```
#[macro_export]
macro_rules! c_struct {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident $((size $size:literal, align $align:literal))? {
            $($(#[$field_attribute:meta])* $field_visibility:vis $field:ident : $type:ty),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[repr(C)]
        $visibility struct $name {
            $($(#[$field_attribute])* $field_visibility $field: $type),*
        }

        $(const _: () = {
            assert!(size_of::<$name>() == $size, concat!("the struct's size is not ", stringify!($size)));
            assert!(align_of::<$name>() == $align, concat!("the struct's alignment is not ", stringify!($align)));
        };)?

        impl $crate::c_struct::CStruct for $name {
            #[inline]
            fn read(_bytes: &[u8]) -> Self {
                Self { $(
                    $field: <$type as $crate::c_struct::CStruct>::read(
                        &_bytes[::core::mem::offset_of!(Self, $field)..][..size_of::<$type>()],
                    )
                ),* }
            }

            #[inline]
            fn write(&self, _bytes: &mut [u8]) {
                $(
                    $crate::c_struct::CStruct::write(
                        &self.$field,
                        &mut _bytes[::core::mem::offset_of!(Self, $field)..][..size_of::<$type>()],
                    );
                )*
            }
        }
    };
}

/// Declares an enum that a C struct may have: an i32, the constants numbered from 0.
///
/// ```
/// mortise_pdk::c_enum! {
///     #[derive(Debug)]
///     pub enum Suit { Clubs, Diamonds, Hearts, Spades }
/// }
/// ```
#[macro_export]
macro_rules! c_enum {
    ($(#[$attribute:meta])* $visibility:vis enum $name:ident { $($constant:ident),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(i32)]
        $visibility enum $name { $($constant),+ }

        impl $crate::c_struct::CStruct for $name {
            fn read(bytes: &[u8]) -> Self {
                let number = <i32 as $crate::c_struct::CStruct>::read(bytes);
                [$($name::$constant),+]
                    .into_iter()
                    .find(|&constant| constant as i32 == number)
                    .unwrap_or_else(|| panic!("{number} is no {}", stringify!($name)))
            }

            fn write(&self, bytes: &mut [u8]) {
                $crate::c_struct::CStruct::write(&(*self as i32), bytes);
            }
        }
    };
}

#[doc(hidden)]
#[inline]
pub fn arguments<T: CStruct>(address: usize, length: usize) -> T {
    let argument = Argument::take(address, length);
    let bytes = argument.bytes();
    if bytes.len() != size_of::<T>() {
        refuse(length, size_of::<T>());
    }
    T::read(bytes)
}

#[cold]
fn refuse(length: usize, size: usize) -> ! {
    panic!("the arguments have {length} bytes; their struct has {size}")
}

#[doc(hidden)]
pub fn reply<T: CStruct>(value: &T) -> (usize, usize) {
    buffers::result(|bytes| {
        bytes.resize(size_of::<T>(), 0);
        value.write(bytes);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffers::tests::{prepared, read};

    c_struct! {
        #[derive(Debug, PartialEq)]
        struct Inner (size 16, align 8) { flag: bool, number: f64 }
    }

    c_enum! {
        #[derive(Debug)]
        enum Colour { Red, Green }
    }

    c_struct! {
        #[derive(Debug, PartialEq)]
        struct Outer (size 40, align 8) {
            name: Text<5>,
            small: i16,
            inner: Inner,
            counts: [u16; 3],
            colour: Colour,
            last: u8,
        }
    }

    fn outer() -> Outer {
        Outer {
            name: Text::new("Zoë"),
            small: -2,
            inner: Inner { flag: true, number: 1.5 },
            counts: [1, 2, 0x304],
            colour: Colour::Green,
            last: 9,
        }
    }

    #[rustfmt::skip]
    const BYTES: [u8; 40] = [
        b'Z', b'o', 0xc3, 0xab, 0, 0, 0xfe, 0xff,
        1, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
        1, 0, 2, 0, 4, 3, 0, 0,
        1, 0, 0, 0, 9, 0, 0, 0,
    ];

    fn arguments_of(bytes: &[u8]) -> Outer {
        let (address, length) = prepared(bytes);
        arguments(address, length)
    }

    #[test]
    fn fields_lie_where_c_has_them() {
        let bytes = read(reply(&outer()));
        assert_eq!(bytes, BYTES);
        assert_eq!(arguments_of(&bytes), outer());
    }

    #[test]
    fn padding_is_not_read() {
        let mut bytes = BYTES;
        bytes[5] = 7;
        bytes[12] = 7;
        assert_eq!(arguments_of(&bytes).inner, outer().inner);
    }

    #[test]
    fn other_lengths_panic() {
        assert!(std::panic::catch_unwind(|| arguments_of(&BYTES[..39])).is_err());
        assert!(std::panic::catch_unwind(|| arguments_of(&[BYTES.as_slice(), &[0]].concat())).is_err());
    }

    #[test]
    fn bytes_that_are_no_value_panic() {
        for (index, byte) in [(8, 2), (2, b'x'), (32, 2), (35, 0x80)] {
            let mut bytes = BYTES;
            bytes[index] = byte;
            assert!(std::panic::catch_unwind(|| arguments_of(&bytes)).is_err(), "{index}");
        }
    }

    #[test]
    fn a_text_fills_its_room_and_no_more() {
        assert_eq!(Text::<3>::new("abc").as_str(), "abc");
        assert_eq!(Text::<3>::new("").to_string(), "");
        assert!(std::panic::catch_unwind(|| Text::<3>::new("abcd")).is_err());
        assert!(std::panic::catch_unwind(|| Text::<3>::new("a\0")).is_err());
    }

    #[test]
    fn a_struct_without_fields_has_no_bytes() {
        c_struct! { struct Nothing {} }
        let (address, length) = prepared(&[]);
        arguments::<Nothing>(address, length);
        assert_eq!(read(reply(&Nothing {})), b"");
    }
}

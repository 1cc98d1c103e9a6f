//! The direct ABI: numbers as WebAssembly has them.

/// A number that a function takes or returns as it is. WebAssembly has no number of less than 32 bits: one that does
/// not fit is refused with a panic, and is never taken for a Rust value that it is not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    note = "the direct ABI has numbers and bool; use c_struct or a serialized ABI for anything else"
)]
pub trait Number {
    /// The number in WebAssembly.
    type Raw;

    fn from_raw(raw: Self::Raw) -> Self;

    fn into_raw(self) -> Self::Raw;
}

macro_rules! as_they_are {
    ($($number:ty)*) => { $(
        impl Number for $number {
            type Raw = Self;

            #[inline]
            fn from_raw(raw: Self) -> Self {
                raw
            }

            #[inline]
            fn into_raw(self) -> Self {
                self
            }
        }
    )* };
}

as_they_are!(i32 i64 u32 u64 f32 f64);

macro_rules! smaller {
    ($($number:ty)*) => { $(
        impl Number for $number {
            type Raw = i32;

            #[inline]
            fn from_raw(raw: i32) -> Self {
                Self::try_from(raw).unwrap_or_else(|_| panic!("{raw} is no {}", stringify!($number)))
            }

            #[inline]
            fn into_raw(self) -> i32 {
                i32::from(self)
            }
        }
    )* };
}

smaller!(i8 i16 u8 u16);

impl Number for bool {
    type Raw = i32;

    #[inline]
    fn from_raw(raw: i32) -> Self {
        match raw {
            0 => false,
            1 => true,
            _ => panic!("{raw} is no bool"),
        }
    }

    #[inline]
    fn into_raw(self) -> i32 {
        i32::from(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_checked() {
        assert!(bool::from_raw(1));
        assert_eq!(i8::from_raw(-128), -128);
        assert_eq!(u16::from_raw(0xffff).into_raw(), 0xffff);
        assert!(std::panic::catch_unwind(|| bool::from_raw(2)).is_err());
        assert!(std::panic::catch_unwind(|| i8::from_raw(128)).is_err());
        assert!(std::panic::catch_unwind(|| u8::from_raw(-1)).is_err());
    }
}

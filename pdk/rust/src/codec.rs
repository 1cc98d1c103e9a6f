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

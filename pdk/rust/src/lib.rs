#![doc = include_str!("../README.md")]

#[doc(hidden)]
pub mod buffers;
pub mod c_struct;
mod codec;
pub mod direct;
mod export;
pub mod policy;

pub use c_struct::{CStruct, Text};

#[cfg(feature = "bincode1")]
pub use codec::bincode1;
#[cfg(feature = "bincode2")]
pub use codec::bincode2;
#[cfg(feature = "json")]
pub use codec::json;
#[cfg(feature = "messagepack")]
pub use codec::messagepack;
#[cfg(feature = "protobuf")]
pub use codec::protobuf;

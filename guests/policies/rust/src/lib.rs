//! Cache policies, one a file. The same code runs in the plug-ins and in the native program.
//!
//! Common to all: an object keeps the size that it was first seen with; one larger than the cache bypasses it.

mod fifo;
mod gds;
mod lfu;
mod list;
mod lru;
mod objects;

pub use fifo::Fifo;
pub use gds::{Gds, GdsPublished};
pub use lfu::Lfu;
pub use lru::Lru;

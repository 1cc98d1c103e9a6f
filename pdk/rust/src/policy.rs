//! Cache policies for the simulator: implement [`Policy`], export it with [`policy!`](crate::policy).

use crate::buffers::Argument;

/// What a request met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Outcome {
    /// The object was not in the cache; now it is.
    Miss = 0,
    Hit = 1,
    /// The object was not in the cache and is not let in.
    Bypass = 2,
}

/// A cache that knows the sizes of its objects and not their content.
pub trait Policy {
    /// An empty cache for so many bytes.
    fn new(capacity: u64) -> Self;

    /// A request for an object of that size in bytes.
    fn send(&mut self, id: i32, size: u64) -> Outcome;
}

/// A policy at work, with what the simulator asks for in the end.
pub struct Simulation<P> {
    policy: P,
    /// As `stats` gives it: one number, for each request changes it.
    stats: u64,
}

impl<P: Policy> Simulation<P> {
    pub fn new(capacity: u64) -> Self {
        Self { policy: P::new(capacity), stats: 0 }
    }

    /// Panics after 4,294,967,295 requests, for [`stats`](Self::stats) has no room for more.
    #[inline]
    pub fn send(&mut self, id: i32, size: u64) -> Outcome {
        let outcome = self.policy.send(id, size);
        let event = 1 << 32 | u64::from(outcome == Outcome::Hit);
        self.stats = self.stats.checked_add(event).expect("too many requests to count");
        outcome
    }

    /// The number of requests in the upper 32 bits, that of hits in the lower ones.
    pub fn stats(&self) -> u64 {
        self.stats
    }
}

/// Exports a policy as the simulator expects it: `init`, `stats`, and `send` under three ABIs.
///
/// ```
/// use mortise_pdk::policy::{Outcome, Policy};
///
/// /// Lets nothing in.
/// struct Closed;
///
/// impl Policy for Closed {
///     fn new(_capacity: u64) -> Self {
///         Self
///     }
///
///     fn send(&mut self, _id: i32, _size: u64) -> Outcome {
///         Outcome::Bypass
///     }
/// }
///
/// mortise_pdk::policy!(Closed);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! policy {
    ($policy:ty) => {
        const _: () = {
            use ::std::{boxed::Box, cell::Cell, option::Option};
            use $crate::policy::Simulation;

            ::std::thread_local! {
                // Taken out for a request: after one that panicked, `init` starts anew.
                static SIMULATION: Cell<Option<Box<Simulation<$policy>>>> = const { Cell::new(None) };
            }

            fn with<R>(action: impl FnOnce(&mut Simulation<$policy>) -> R) -> R {
                let mut simulation = SIMULATION.take().expect("init must be called first");
                let result = action(&mut simulation);
                // There is none in its place; to drop one all the same would be most of the code of a request.
                ::std::mem::forget(SIMULATION.replace(Some(simulation)));
                result
            }

            $crate::export! {
                direct fn init(bytes: u64) {
                    SIMULATION.set(Some(Box::new(Simulation::new(bytes))));
                }

                direct fn stats() -> u64 {
                    with(|simulation| simulation.stats())
                }

                direct fn send(id: i32, size: u64) -> i32 {
                    with(|simulation| simulation.send(id, size)) as i32
                }

                c_struct fn send_struct(id: i32, size: u64) -> i32 {
                    with(|simulation| simulation.send(id, size)) as i32
                }
            }

            #[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
            #[allow(dead_code)]
            extern "C" fn send_bincode(address: usize, length: usize) -> i32 {
                let (id, size) = $crate::policy::bincode_request(address, length);
                with(|simulation| simulation.send(id, size)) as i32
            }
        };
    };
}

/// A request in bincode 1 is always the same 12 bytes: for them no policy needs the bincode crate.
#[doc(hidden)]
#[inline]
pub fn bincode_request(address: usize, length: usize) -> (i32, u64) {
    let argument = Argument::take(address, length);
    let bytes: &[u8; 12] = argument.bytes().try_into().expect("a request in bincode has 12 bytes");
    let (id, size) = bytes.split_at(4);
    (i32::from_le_bytes(id.try_into().unwrap()), u64::from_le_bytes(size.try_into().unwrap()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffers::tests::prepared;

    /// Remembers the last object alone.
    struct Last(Option<i32>);

    impl Policy for Last {
        fn new(_capacity: u64) -> Self {
            Self(None)
        }

        fn send(&mut self, id: i32, size: u64) -> Outcome {
            if size > 100 {
                Outcome::Bypass
            } else if self.0.replace(id) == Some(id) {
                Outcome::Hit
            } else {
                Outcome::Miss
            }
        }
    }

    #[test]
    fn every_request_is_an_event() {
        let mut simulation = Simulation::<Last>::new(100);
        let outcomes = [(1, 5), (1, 5), (2, 101), (1, 5), (3, 5)].map(|(id, size)| simulation.send(id, size) as i32);
        assert_eq!(outcomes, [0, 1, 2, 1, 0]);
        assert_eq!(simulation.stats(), 5 << 32 | 2);
    }

    #[test]
    fn a_request_in_bincode_has_12_bytes() {
        let request = [0xfe, 0xff, 0xff, 0xff, 1, 2, 0, 0, 0, 0, 0, 0x10, 0];
        let (address, length) = prepared(&request[..12]);
        assert_eq!(bincode_request(address, length), (-2, 0x1000_0000_0000_0201));
        for length in [0, 11, 13] {
            let (address, length) = prepared(&request[..length]);
            assert!(std::panic::catch_unwind(|| bincode_request(address, length)).is_err());
        }
    }
}

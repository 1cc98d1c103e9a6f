//! A peer is a program that measures one runtime: `PROGRAM TASK key=value ...` runs one task and prints one JSON object,
//! `PROGRAM --tasks` prints what there is to run. A peer makes a [`Program`] of its variants and their tasks. A runtime
//! that implements [`Engine`] and [`Guest`] has [`guest_tasks`] without more code, so that every runtime does the same.

mod error;
mod ffi;
mod guest;
mod list;
mod measure;
mod multiply;
mod outcome;
mod program;
mod request;
mod simulate;
mod throughput;
mod trace;
mod transfer;

pub use error::{Error, Impossible, Result, Usage};
pub use ffi::{Programs, ffi};
pub use guest::{Call, Engine, Guest};
pub use list::{Codec, Form, List};
pub use measure::{Budget, measure};
pub use outcome::{Outcome, Split};
pub use program::{Program, Task, Variant};
pub use request::Request;
pub use throughput::{check, payload};
pub use trace::read as read_trace;

/// The tasks of a runtime whose guests are called through exports.
pub fn guest_tasks<E: Engine + Programs + 'static>(make: fn() -> Result<E>) -> Vec<Task> {
    vec![
        Task::new(ffi::NAME, ffi::KEYS, move |request| ffi(&make()?, request)),
        Task::new(multiply::NAME, multiply::KEYS, move |request| multiply::run(&make()?, request)),
        Task::new(simulate::NAME, simulate::KEYS, move |request| simulate::run(&make()?, request)),
        Task::new(transfer::NAME, transfer::KEYS, move |request| transfer::run(&make()?, request)),
    ]
}

pub mod keys {
    //! The keys of the tasks, for peers that do them in another way.
    pub use crate::ffi::{KEYS as FFI_KEYS, NAME as FFI};
    pub use crate::multiply::{KEYS as MULTIPLY_KEYS, NAME as MULTIPLY};
    pub use crate::simulate::{KEYS as SIMULATE_KEYS, NAME as SIMULATE};
    pub use crate::throughput::{KEYS as THROUGHPUT_KEYS, NAME as THROUGHPUT};
    pub use crate::transfer::{KEYS as TRANSFER_KEYS, NAME as TRANSFER};
}

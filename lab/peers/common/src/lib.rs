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
pub use ffi::{FFI, Programs, ffi};
pub use guest::{Call, Engine, Guest};
pub use list::{Codec, Form, List};
pub use measure::{Budget, measure};
pub use multiply::MULTIPLY;
pub use outcome::{Outcome, Split};
pub use program::{Program, Signature, Task, Variant};
pub use request::Request;
pub use simulate::SIMULATE;
pub use throughput::{THROUGHPUT, check, payload};
pub use trace::read as read_trace;
pub use transfer::TRANSFER;

/// The tasks of a runtime whose guests are called through exports.
pub fn guest_tasks<E: Engine + Programs + 'static>(make: fn() -> Result<E>) -> Vec<Task> {
    vec![
        Task::new(FFI, move |request| ffi(&make()?, request)),
        Task::new(MULTIPLY, move |request| multiply::run(&make()?, request)),
        Task::new(SIMULATE, move |request| simulate::run(&make()?, request)),
        Task::new(TRANSFER, move |request| transfer::run(&make()?, request)),
    ]
}

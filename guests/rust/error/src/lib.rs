//! Every way in which a call can fail without a trap, and a few odd signatures.

use extism_pdk::*;

/// Fails with the input as the message; the PDK then returns -1.
#[plugin_fn]
pub fn fail(message: String) -> FnResult<()> {
    Err(Error::msg(message).into())
}

/// Fails with an error of the standard library that `?` passes on: the input is not a number.
#[plugin_fn]
pub fn parse(number: String) -> FnResult<String> {
    let number: i64 = number.parse()?;
    Ok(number.to_string())
}

/// Fails with a message and the input as the return code.
#[plugin_fn]
pub fn fail_with_code(code: String) -> FnResult<()> {
    Err(WithReturnCode::new(Error::msg("failed with a code of its own"), code.trim().parse()?))
}

/// Returns 3 and sets no error.
#[unsafe(no_mangle)]
pub extern "C" fn code_only() -> i32 {
    3
}

/// Sets an error and returns 0: the error counts.
#[unsafe(no_mangle)]
pub extern "C" fn error_only() -> i32 {
    set_error("set although the call returned 0");
    0
}

/// Sets an output, then an error, and returns 0.
#[unsafe(no_mangle)]
pub extern "C" fn output_and_error() -> i32 {
    let _ = output("an output that must not be seen");
    set_error("set after an output");
    0
}

/// Sets an error, clears it, and succeeds with an output.
#[unsafe(no_mangle)]
pub extern "C" fn error_cleared() -> i32 {
    set_error("cleared again");
    unsafe { extism::error_set(0) };
    let _ = output("no error");
    0
}

/// Succeeds: an error that an earlier call left must not be seen here.
#[unsafe(no_mangle)]
pub extern "C" fn succeed() -> i32 {
    let _ = output("fine");
    0
}

/// Has no result, which counts as 0.
#[unsafe(no_mangle)]
pub extern "C" fn no_result() {
    let _ = output("no result");
}

/// Takes a parameter, so that no host can call it as a plug-in's function.
#[unsafe(no_mangle)]
pub extern "C" fn takes_parameter(number: i32) -> i32 {
    number
}

/// Returns 64 bits where a return code has 32.
#[unsafe(no_mangle)]
pub extern "C" fn long_result() -> i64 {
    1 << 40
}

fn set_error(message: &str) {
    if let Ok(memory) = Memory::from_bytes(message) {
        unsafe { extism::error_set(memory.offset()) };
    }
}

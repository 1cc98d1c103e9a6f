//! Makes single kernel and host calls with the raw numbers that the input gives, separated by spaces: good handles,
//! bad ones, and anything else that a plug-in may come up with. Numbers are unsigned, 64 bits.
//!
//! Every export gives the call's result as text, but for `call_output_set` and `call_error_set`, which leave to the
//! host what the call did.

use extism_pdk::*;

fn numbers<const N: usize>() -> Result<[u64; N], Error> {
    let text = String::from_utf8(input_bytes())?;
    let numbers: Vec<u64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    numbers.try_into().map_err(|_| Error::msg(format!("expected {N} numbers, got '{text}'")))
}

macro_rules! with_result {
    ($($export:ident: $function:ident($($argument:ident),*);)*) => {$(
        #[plugin_fn]
        pub fn $export() -> FnResult<String> {
            let [$($argument),*] = numbers()?;
            Ok(unsafe { extism::$function($($argument),*) }.to_string())
        }
    )*};
}

macro_rules! without_result {
    ($($export:ident: $function:ident($($argument:ident),*);)*) => {$(
        #[plugin_fn]
        pub fn $export() -> FnResult<String> {
            let [$($argument),*] = numbers()?;
            unsafe { extism::$function($($argument),*) };
            Ok("done".to_string())
        }
    )*};
}

with_result! {
    call_alloc: alloc(size);
    call_length: length(handle);
    call_length_unsafe: length_unsafe(handle);
    call_load_u8: load_u8(address);
    call_load_u64: load_u64(address);
    call_input_load_u8: input_load_u8(offset);
    call_input_load_u64: input_load_u64(offset);
    call_config_get: config_get(key);
    call_var_get: var_get(key);
}

without_result! {
    call_free: free(handle);
    call_store_u64: store_u64(address, value);
    call_var_set: var_set(key, value);
    call_log_info: log_info(handle);
    call_log_error: log_error(handle);
}

#[plugin_fn]
pub fn call_input_length() -> FnResult<String> {
    Ok(unsafe { extism::input_length() }.to_string())
}

#[plugin_fn]
pub fn call_store_u8() -> FnResult<String> {
    let [address, value] = numbers()?;
    unsafe { extism::store_u8(address, value as u8) };
    Ok("done".to_string())
}

/// Allocates a block of each size, frees the first and reports all addresses and the address of one more of the
/// first's size: shows whether freed blocks come back.
#[plugin_fn]
pub fn reuse() -> FnResult<String> {
    let [first, second] = numbers()?;
    unsafe {
        let (one, two) = (extism::alloc(first), extism::alloc(second));
        extism::free(one);
        Ok(format!("{one} {two} {}", extism::alloc(first)))
    }
}

/// Writes a block by bytes and reads it by words, at every alignment; "same" or what differs.
#[plugin_fn]
pub fn alignments() -> FnResult<String> {
    unsafe {
        let block = extism::alloc(64);
        for i in 0..64 {
            extism::store_u8(block + i, (i * 7 + 1) as u8);
        }
        for start in 0..=56 {
            let expected = (0..8).fold(0, |word, i| word | ((start + i) * 7 + 1 & 0xff) << (8 * i));
            let found = extism::load_u64(block + start);
            if found != expected {
                return Ok(format!("at {start}: {found:x} instead of {expected:x}"));
            }
        }
        Ok("same".to_string())
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn call_output_set() -> i32 {
    match numbers() {
        Ok([offset, length]) => {
            unsafe { extism::output_set(offset, length) };
            0
        }
        Err(_) => 1,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn call_error_set() -> i32 {
    match numbers() {
        Ok([handle]) => {
            unsafe { extism::error_set(handle) };
            0
        }
        Err(_) => 1,
    }
}

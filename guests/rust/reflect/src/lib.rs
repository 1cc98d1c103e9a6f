//! Sends its input through a host function and gives back what that returns: four copies, host to guest to host
//! function to guest to host.

use extism_pdk::*;

#[host_fn("extism:host/user")]
extern "ExtismHost" {
    fn host_reflect(input: Vec<u8>) -> Vec<u8>;
}

#[plugin_fn]
pub fn reflect(input: Vec<u8>) -> FnResult<Vec<u8>> {
    Ok(unsafe { host_reflect(input)? })
}

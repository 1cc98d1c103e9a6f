//! Reads the host's configuration.

use extism_pdk::*;

/// The value of the key that is the input; an error when the host gives none.
#[plugin_fn]
pub fn config_get(key: String) -> FnResult<String> {
    match config::get(&key)? {
        Some(value) => Ok(value),
        None => Err(Error::msg(format!("no config value for '{key}'")).into()),
    }
}

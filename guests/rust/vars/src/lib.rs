//! Keeps variables with the host from one call to the next.

use extism_pdk::*;

/// Input `key=value`: sets the variable.
#[plugin_fn]
pub fn var_set(assignment: String) -> FnResult<()> {
    let (key, value) = assignment.split_once('=').ok_or_else(|| Error::msg("expected key=value"))?;
    var::set(key, value)?;
    Ok(())
}

/// The value of the variable whose name is the input; an error when it is not set.
#[plugin_fn]
pub fn var_get(key: String) -> FnResult<Vec<u8>> {
    match var::get(&key)? {
        Some(value) => Ok(value),
        None => Err(Error::msg(format!("no variable '{key}'")).into()),
    }
}

/// Removes the variable whose name is the input.
#[plugin_fn]
pub fn var_remove(key: String) -> FnResult<()> {
    var::remove(key)?;
    Ok(())
}

/// Sets the variable `filler` to as many bytes as the input says.
#[plugin_fn]
pub fn var_fill(size: String) -> FnResult<()> {
    var::set("filler", vec![b'x'; size.trim().parse()?])?;
    Ok(())
}

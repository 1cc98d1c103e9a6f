//! Logs through the host.

use extism_pdk::*;

/// Logs the input once at each level, from trace to error. The PDK leaves out what is below the host's level.
#[plugin_fn]
pub fn log_all(message: String) -> FnResult<()> {
    trace!("trace: {message}");
    debug!("debug: {message}");
    info!("info: {message}");
    warn!("warn: {message}");
    error!("error: {message}");
    Ok(())
}

/// Logs the input at each level without asking the host for its level first.
#[plugin_fn]
pub fn log_unasked(message: String) -> FnResult<()> {
    for level in [LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error] {
        Memory::from_bytes(&message)?.log(level);
    }
    Ok(())
}

/// The host's level as a number, from 0 for trace to 4 for error; 2147483647 when logging is off.
#[plugin_fn]
pub fn log_level() -> FnResult<String> {
    Ok(unsafe { extism::get_log_level() }.to_string())
}

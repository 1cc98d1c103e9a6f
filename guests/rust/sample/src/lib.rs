//! The sample plug-in in Rust: see guests/README.md for what each function does in every language.

use extism_pdk::*;
use serde::Serialize;

#[derive(Serialize, ToBytes)]
#[encoding(Json)]
struct Report {
    count: u64,
    total: u64,
    vowels: String,
}

#[host_fn("extism:host/user")]
extern "ExtismHost" {
    fn host_reflect(input: Vec<u8>) -> Vec<u8>;
}

#[plugin_fn]
pub fn count_vowels(text: String) -> FnResult<Report> {
    let vowels = config::get("vowels")?.unwrap_or_else(|| "aeiouAEIOU".to_string());
    let count = text.chars().filter(|&letter| vowels.contains(letter)).count() as u64;
    let total = var::get::<u64>("total")?.unwrap_or(0) + count;
    var::set("total", total)?;
    Ok(Report { count, total, vowels })
}

#[plugin_fn]
pub fn config_get(key: String) -> FnResult<String> {
    let value = config::get(&key)?;
    Ok(value.ok_or_else(|| Error::msg(format!("no config value for '{key}'")))?)
}

#[plugin_fn]
pub fn var_set(assignment: String) -> FnResult<()> {
    let (key, value) = assignment.split_once('=').ok_or_else(|| Error::msg("expected key=value"))?;
    var::set(key, value)?;
    Ok(())
}

#[plugin_fn]
pub fn var_get(key: String) -> FnResult<Vec<u8>> {
    let value: Option<Vec<u8>> = var::get(&key)?;
    Ok(value.ok_or_else(|| Error::msg(format!("no variable '{key}'")))?)
}

#[plugin_fn]
pub fn http_get(url: String) -> FnResult<String> {
    let response = http::request::<()>(&HttpRequest::new(url), None)?;
    let body = String::from_utf8(response.body())?;
    Ok(format!("{} {body}", response.status_code()))
}

#[plugin_fn]
pub fn log_all(message: String) -> FnResult<()> {
    trace!("trace: {message}");
    debug!("debug: {message}");
    info!("info: {message}");
    warn!("warn: {message}");
    error!("error: {message}");
    Ok(())
}

#[plugin_fn]
pub fn fail(message: String) -> FnResult<()> {
    Err(Error::msg(message).into())
}

#[plugin_fn]
pub fn reflect(input: Vec<u8>) -> FnResult<Vec<u8>> {
    Ok(unsafe { host_reflect(input)? })
}

//! Counts the vowels of its input, as Extism's own sample plug-in does: the host may choose the vowels with the
//! config value `vowels`, and the variable `total` carries the sum from one call to the next.

use extism_pdk::*;
use serde::Serialize;

const DEFAULT_VOWELS: &str = "aeiouAEIOU";

#[derive(Serialize, ToBytes)]
#[encoding(Json)]
struct Report {
    count: u64,
    total: u64,
    vowels: String,
}

#[plugin_fn]
pub fn count_vowels(text: String) -> FnResult<Report> {
    let vowels = config::get("vowels")?.unwrap_or_else(|| DEFAULT_VOWELS.to_string());
    let count = text.chars().filter(|&letter| vowels.contains(letter)).count() as u64;
    let total = var::get::<u64>("total")?.unwrap_or(0) + count;
    var::set("total", total)?;
    Ok(Report { count, total, vowels })
}

//! A plug-in that needs WASI: it prints, and gives an answer. A host without WASI has to say so.

use extism_pdk::*;

#[plugin_fn]
pub fn hello(name: String) -> FnResult<String> {
    println!("printing needs WASI");
    Ok(format!("Hello, {name}!"))
}

use crate::{Request, Result, Signature};

pub const THROUGHPUT: Signature = Signature { name: "throughput", keys: &["module", "function", "bytes"] };

/// The bytes that every contender sends.
pub fn payload(request: &Request) -> Result<Vec<u8>> {
    let bytes: u32 = request.number("bytes")?;
    Ok((0..bytes).map(|i| i.wrapping_mul(31).wrapping_add(7) as u8).collect())
}

/// What they must get back: the number of bytes and their sum.
pub fn check(output: &[u8]) -> String {
    let sum: u64 = output.iter().map(|&byte| u64::from(byte)).sum();
    format!("{} {sum}", output.len())
}

use crate::{Request, Result, Signature};

pub const THROUGHPUT: Signature = Signature { name: "throughput", keys: &["module", "function", "bytes"] };

/// The bytes that every contender sends.
pub fn payload(request: &Request) -> Result<Vec<u8>> {
    let bytes: u32 = request.number("bytes")?;
    Ok((0..bytes).map(|i| i.wrapping_mul(31).wrapping_add(7) as u8).collect())
}

/// What they must get back: the number of bytes and a hash, FNV-1a of 64 bits, which sees their order.
pub fn check(output: &[u8]) -> String {
    let hash = output
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{} {hash:x}", output.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sees_the_order() {
        assert_eq!(check(b""), "0 cbf29ce484222325");
        assert_eq!(check(b"foobar"), "6 85944171f73967e8");
        assert_ne!(check(b"foobar"), check(b"raboof"));
    }
}

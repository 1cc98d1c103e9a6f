//! 64-bit multiplications and rotations over a buffer read eight bytes at a time.

use super::random::Random;

const PRIME_A: u64 = 0x9e37_79b1_85eb_ca87;
const PRIME_B: u64 = 0xc2b2_ae3d_27d4_eb4f;
const BUFFER: usize = 1 << 16;

/// Hashes `size` bytes, 64 KiB of pseudo-random ones again and again, with four lanes that are mixed at the end.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn hash(size: i32) -> i64 {
    let buffer = Random::new(0x2545_f491_4f6c_dd1d).bytes(BUFFER);
    let mut left = size.max(0) as usize;
    let mut lanes = [PRIME_A, PRIME_B, 0, PRIME_A ^ PRIME_B];
    let mut tail = 0;
    while left > 0 {
        let part = &buffer[..left.min(BUFFER)];
        let (blocks, rest) = part.as_chunks::<32>();
        for block in blocks {
            for (lane, word) in lanes.iter_mut().zip(block.as_chunks::<8>().0) {
                *lane = round(*lane, u64::from_le_bytes(*word));
            }
        }
        for &byte in rest {
            tail = round(tail, byte as u64);
        }
        left -= part.len();
    }
    let mixed = lanes.iter().fold(tail ^ size as u64, |sum, &lane| round(sum, lane));
    (mixed ^ mixed >> 29) as i64
}

fn round(lane: u64, word: u64) -> u64 {
    lane.wrapping_add(word.wrapping_mul(PRIME_B)).rotate_left(31).wrapping_mul(PRIME_A)
}

//! 32-bit rotations and additions with everything in registers: SHA-256 as FIPS 180-4 gives it.

use super::random::Random;

/// Digests `size` pseudo-random bytes; gives the digest's first eight bytes, big-endian.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn sha256(size: i32) -> i64 {
    let mut message = Random::new(0x6a09_e667_f3bc_c908).bytes(size.max(0) as usize);
    let bits = message.len() as u64 * 8;
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&bits.to_be_bytes());

    let (constants, mut state) = constants();
    for block in message.as_chunks::<64>().0 {
        compress(&mut state, block, &constants);
    }
    ((state[0] as u64) << 32 | state[1] as u64) as i64
}

/// The round constants and the initial state: the first 32 bits of the fractional parts of the cube roots and of the
/// square roots of the first primes, found here rather than listed.
fn constants() -> ([u32; 64], [u32; 8]) {
    let mut cubes = [0; 64];
    let mut squares = [0; 8];
    let primes = (2u128..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
    for (index, prime) in primes.take(64).enumerate() {
        cubes[index] = fraction_of_root(prime, 3);
        if index < 8 {
            squares[index] = fraction_of_root(prime, 2);
        }
    }
    (cubes, squares)
}

/// The root of `prime` in fixed point, 32 bits after the point, by bisection; its upper part is cut off.
fn fraction_of_root(prime: u128, degree: u32) -> u32 {
    let target = prime << (32 * degree);
    let (mut low, mut high) = (0u128, 1 << 37);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if middle.pow(degree) <= target {
            low = middle;
        } else {
            high = middle;
        }
    }
    low as u32
}

fn compress(state: &mut [u32; 8], block: &[u8; 64], constants: &[u32; 64]) {
    let mut words = [0; 64];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for i in 16..64 {
        let (early, late) = (words[i - 15], words[i - 2]);
        let sigma0 = early.rotate_right(7) ^ early.rotate_right(18) ^ early >> 3;
        let sigma1 = late.rotate_right(17) ^ late.rotate_right(19) ^ late >> 10;
        words[i] = sigma1.wrapping_add(words[i - 7]).wrapping_add(sigma0).wrapping_add(words[i - 16]);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (&word, &constant) in words.iter().zip(constants) {
        let sum1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = e & f ^ !e & g;
        let first = h.wrapping_add(sum1).wrapping_add(choice).wrapping_add(constant).wrapping_add(word);
        let sum0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let majority = a & b ^ a & c ^ b & c;
        let second = sum0.wrapping_add(majority);
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(second));
    }
    for (word, change) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(change);
    }
}

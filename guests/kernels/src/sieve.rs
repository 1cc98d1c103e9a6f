//! Byte stores at growing strides, over a buffer larger than the nearest caches.

/// The sieve of Eratosthenes below `size`: the number of primes, times 2^32, plus their sum modulo 2^32.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn sieve(size: i32) -> i64 {
    let size = size.max(2) as usize;
    let mut composite = vec![0u8; size];
    let mut candidate = 2;
    while candidate * candidate < size {
        if composite[candidate] == 0 {
            let mut multiple = candidate * candidate;
            while multiple < size {
                composite[multiple] = 1;
                multiple += candidate;
            }
        }
        candidate += 1;
    }
    let mut count = 0i64;
    let mut sum = 0u32;
    for number in 2..size {
        if composite[number] == 0 {
            count += 1;
            sum = sum.wrapping_add(number as u32);
        }
    }
    count << 32 | sum as i64
}

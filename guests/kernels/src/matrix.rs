//! 64-bit floating point over square matrices, once in the textbook's order and once in the memory's.

use super::random::Random;

/// The textbook's triple loop: the inner one reads a row and a column and carries one sum.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn matrix(size: i32) -> i64 {
    let n = size.max(1) as usize;
    let (a, b) = operands(n);
    let mut c = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            let mut sum = 0.0;
            for k in 0..n {
                sum += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = sum;
        }
    }
    checksum(&c)
}

/// The same product row by row: the inner loop reads and writes neighbours, and its rounds are independent.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn matrix_rows(size: i32) -> i64 {
    let n = size.max(1) as usize;
    let (a, b) = operands(n);
    let mut c = vec![0.0; n * n];
    for (row, sums) in a.chunks_exact(n).zip(c.chunks_exact_mut(n)) {
        for (&factor, others) in row.iter().zip(b.chunks_exact(n)) {
            for (sum, &other) in sums.iter_mut().zip(others) {
                *sum += factor * other;
            }
        }
    }
    checksum(&c)
}

fn operands(n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    let mut matrix = || (0..n * n).map(|_| (random.next() >> 11) as f64 / (1u64 << 53) as f64).collect();
    (matrix(), matrix())
}

fn checksum(values: &[f64]) -> i64 {
    values.iter().fold(0, |sum: i64, value| sum.rotate_left(5) ^ value.to_bits() as i64)
}

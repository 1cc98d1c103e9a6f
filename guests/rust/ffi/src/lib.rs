//! The work of the lab's FFI experiment, after a published article: random numbers into a vector, then their sum.

use rand::Rng;
use std::io::{self, Write};

/// What the program does without an argument.
pub const ITERATIONS: u32 = 999_999;

/// Writes two lines: the length of the vector, and the sum of its numbers divided by the iterations.
pub fn run(iterations: u32, to: &mut impl Write) -> io::Result<()> {
    // Grown number by number, as in the article.
    let mut numbers = Vec::new();
    for i in 0..iterations {
        numbers.push(rand::rng().random_range(0.0..999_999.0) * f64::from(i));
    }
    writeln!(to, "Vector length: {}", numbers.len())?;
    writeln!(to, "{}", numbers.iter().sum::<f64>() / f64::from(iterations))
}

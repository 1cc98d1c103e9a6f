//! A SQL parser, as a library that a Java program may want to carry: a module of more than a megabyte, with big
//! functions and no imports, for measuring how long a module of that size takes until it has done something.

use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;

const SAMPLES: [&str; 3] = [
    "SELECT 1",
    "SELECT c.name, SUM(o.total) AS spent FROM customers c LEFT JOIN orders o ON o.customer = c.id \
     WHERE o.placed BETWEEN '2026-01-01' AND '2026-06-30' GROUP BY c.name HAVING SUM(o.total) > 100 \
     ORDER BY spent DESC LIMIT 10",
    "CREATE TABLE readings (sensor BIGINT NOT NULL, taken TIMESTAMP WITH TIME ZONE, value DOUBLE PRECISION, \
     PRIMARY KEY (sensor, taken), CHECK (value >= 0)); \
     INSERT INTO readings SELECT sensor, now(), CASE WHEN value < 0 THEN 0 ELSE value END FROM raw",
];

/// Parses one of the samples, by its index, and gives the number of bytes that its statements have when they are
/// written out again; -1 for another index.
#[unsafe(no_mangle)]
pub extern "C" fn parse_sample(index: i32) -> i32 {
    match SAMPLES.get(index as usize) {
        Some(sql) => written_length(sql),
        None => -1,
    }
}

/// Room for `length` bytes of text; the caller passes both on to [`parse`].
#[unsafe(no_mangle)]
pub extern "C" fn prepare(length: u32) -> *mut u8 {
    Vec::leak(vec![0; length as usize]).as_mut_ptr()
}

/// Parses the text that the caller wrote to a place from [`prepare`], which is given back; the result is that of
/// [`parse_sample`], -2 for a text that is no UTF-8 and -3 for a syntax error.
///
/// # Safety
/// The two arguments must be what `prepare` gave and what it was given, and are used once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn parse(text: *mut u8, length: u32) -> i32 {
    let bytes = unsafe { Vec::from_raw_parts(text, length as usize, length as usize) };
    match str::from_utf8(&bytes) {
        Ok(sql) => written_length(sql),
        Err(_) => -2,
    }
}

fn written_length(sql: &str) -> i32 {
    match Parser::parse_sql(&GenericDialect {}, sql) {
        Ok(statements) => statements.iter().map(|statement| statement.to_string().len() as i32).sum(),
        Err(_) => -3,
    }
}

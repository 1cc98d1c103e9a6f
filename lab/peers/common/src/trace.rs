use crate::Result;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// The requests of a trace, `id size` a line, compressed with gzip.
pub fn read(path: &str) -> Result<Vec<(i32, u64)>> {
    let file = File::open(path).map_err(|problem| format!("{path}: {problem}"))?;
    let mut requests = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(MultiGzDecoder::new(file)).lines()) {
        let line = line.map_err(|problem| format!("{path}: {problem}"))?;
        let request = parse(&line).ok_or_else(|| format!("{path}: line {number} has no id and size: {line}"))?;
        requests.push(request);
    }
    Ok(requests)
}

fn parse(line: &str) -> Option<(i32, u64)> {
    let (id, size) = line.split_once(char::is_whitespace)?;
    Some((id.parse().ok()?, size.trim().parse().ok()?))
}

use crate::{Error, Outcome, Result};
use std::time::{Duration, Instant};

const LEAST_SAMPLES: usize = 5;
const MOST_SAMPLES: u32 = 50;
/// How often the time may pass until fewer samples than the least are enough.
const MOST_TIMES: u32 = 10;

/// How long to warm up and how long to measure.
pub struct Budget {
    pub warmup: Duration,
    pub time: Duration,
}

/// Takes samples of an operation, each the mean of a batch of at least a fiftieth of the time. The warm-up finds out how
/// many operations that is, and goes on until its own time is over. The operation must have the same result every time.
pub fn measure<T: Copy + PartialEq>(
    budget: &Budget,
    mut operation: impl FnMut() -> Result<T>,
    check: impl FnOnce(T) -> String,
) -> Result<Outcome> {
    let least = budget.time / MOST_SAMPLES;
    let mut expected = None;
    let mut batch = |count: u32| {
        let start = Instant::now();
        for _ in 0..count {
            let result = operation()?;
            if *expected.get_or_insert(result) != result {
                return Err("an operation had another result than the first".into());
            }
        }
        Ok::<_, Error>(start.elapsed())
    };

    let mut count = 1;
    let mut warmup = Vec::new();
    let start = Instant::now();
    loop {
        let elapsed = batch(count)?;
        warmup.push(per_operation(elapsed, count));
        if elapsed < least {
            count *= 2;
        } else if start.elapsed() >= budget.warmup {
            break;
        }
    }

    let mut samples = Vec::new();
    let start = Instant::now();
    while is_missing(samples.len(), start.elapsed(), budget.time) {
        samples.push(per_operation(batch(count)?, count));
    }
    let check = expected.map(check).unwrap_or_default();
    Ok(Outcome { warmup, samples, check, split: None })
}

/// Whether there are too few samples after so long.
fn is_missing(samples: usize, elapsed: Duration, time: Duration) -> bool {
    match samples {
        0 => true,
        1..LEAST_SAMPLES => elapsed < time * MOST_TIMES,
        _ => samples < MOST_SAMPLES as usize && elapsed < time,
    }
}

fn per_operation(elapsed: Duration, count: u32) -> f64 {
    elapsed.as_nanos() as f64 / f64::from(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Budget = Budget { warmup: Duration::ZERO, time: Duration::from_millis(10) };

    #[test]
    fn an_operation_is_warmed_up_sampled_and_checked() {
        let outcome = measure(&SHORT, || Ok(6), |sum| format!("{sum}")).unwrap();
        assert!(!outcome.warmup.is_empty());
        assert!((LEAST_SAMPLES..=MOST_SAMPLES as usize).contains(&outcome.samples.len()));
        assert_eq!(outcome.check, "6");
    }

    #[test]
    fn another_result_is_an_error() {
        let mut count = 0;
        let counted = || {
            count += 1;
            Ok(count)
        };
        assert!(measure(&SHORT, counted, |_| String::new()).is_err());
    }

    #[test]
    fn fewer_samples_are_enough_where_one_takes_very_long() {
        let second = Duration::from_secs(1);
        assert!(is_missing(0, second * 100, second));
        assert!(is_missing(1, second * 9, second));
        assert!(!is_missing(1, second * 10, second));
        assert!(is_missing(49, second / 2, second));
        assert!(!is_missing(50, second / 2, second));
    }
}

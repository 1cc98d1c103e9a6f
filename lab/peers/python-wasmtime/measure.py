"""Samples of an operation."""

from time import perf_counter_ns

LEAST_SAMPLES = 5
MOST_SAMPLES = 50
# So many times the time may the least samples take: then fewer are enough.
MOST_TIMES = 10
NANOS_PER_MILLI = 1_000_000


def measure(request, operation):
    """Takes samples in batches that are long enough for the clock: a fiftieth of the time at least. The warm-up finds out
    how many operations that is, and goes on until its own time is over. Each operation must give the same."""
    warmup_time = request.number("warmup", 500) * NANOS_PER_MILLI
    time = request.number("time", 1000) * NANOS_PER_MILLI
    least_batch = time // MOST_SAMPLES
    expected = None
    count = 1

    def batch():
        nonlocal expected
        start = perf_counter_ns()
        for _ in range(count):
            given = operation()
            if expected is None:
                expected = given
            elif given != expected:
                raise ValueError(f"one operation gave {expected} and another {given}")
        return perf_counter_ns() - start

    warmup = []
    is_enough = False
    start = perf_counter_ns()
    while not is_enough or perf_counter_ns() - start < warmup_time:
        elapsed = batch()
        warmup.append(elapsed / count)
        is_enough = elapsed >= least_batch
        if not is_enough:
            count *= 2
    samples = []
    start = perf_counter_ns()
    while is_missing(len(samples), perf_counter_ns() - start, time):
        samples.append(batch() / count)
    return {"warmup": warmup, "samples": samples, "check": str(expected)}


def is_missing(samples, elapsed, time):
    """Whether there are too few samples after so long."""
    if samples == 0:
        return True
    if samples < LEAST_SAMPLES:
        return elapsed < MOST_TIMES * time
    return samples < MOST_SAMPLES and elapsed < time

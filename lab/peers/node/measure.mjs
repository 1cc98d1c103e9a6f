// Samples of an operation.

const leastSamples = 5;
const mostSamples = 50;
// So many times the time may the least samples take: then fewer are enough.
const mostTimes = 10;
const nanosPerMilli = 1e6;

const now = () => Number(process.hrtime.bigint());

/**
 * Takes samples in batches that are long enough for the clock: a fiftieth of the time at least. The warm-up finds out how
 * many operations that is, and goes on until its own time is over. Each operation must give the same.
 */
export function measure(request, operation) {
  const warmupTime = request.number("warmup", 500) * nanosPerMilli;
  const time = request.number("time", 1000) * nanosPerMilli;
  const leastBatch = time / mostSamples;
  let expected;
  let count = 1;

  const batch = () => {
    const start = now();
    for (let i = 0; i < count; i++) {
      const given = operation();
      expected ??= given;
      if (given !== expected) {
        throw new Error(`one operation gave ${expected} and another ${given}`);
      }
    }
    return now() - start;
  };

  const warmup = [];
  let isEnough = false;
  const begin = now();
  while (!isEnough || now() - begin < warmupTime) {
    const elapsed = batch();
    warmup.push(elapsed / count);
    isEnough = elapsed >= leastBatch;
    if (!isEnough) {
      count *= 2;
    }
  }
  const samples = [];
  const start = now();
  while (isMissing(samples.length, now() - start, time)) {
    samples.push(batch() / count);
  }
  return { warmup, samples, check: String(expected) };
}

/** Whether there are too few samples after so long. */
function isMissing(samples, elapsed, time) {
  if (samples === 0) {
    return true;
  }
  if (samples < leastSamples) {
    return elapsed < mostTimes * time;
  }
  return samples < mostSamples && elapsed < time;
}

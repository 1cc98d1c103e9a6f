// Samples of an operation.

const leastSamples = 5;
const mostSamples = 50;
// So many times the time may the least samples take: then fewer are enough.
const mostTimes = 10;
const mostWarmups = 5;
const stretches = 2;
// A stretch brings something if its fastest batch takes less than this share of the fastest before.
const brings = 0.95;
const nanosPerMilli = 1e6;

const now = () => Number(process.hrtime.bigint());

/**
 * Takes samples in batches that are long enough for the clock: a fiftieth of the time at least. The warm-up finds out how
 * many operations that is, and goes on for as long as operations still get faster. Each operation must give the same.
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
  const progress = new WarmUp(warmupTime, now());
  while (!isEnough || !progress.isOver(now())) {
    const elapsed = batch();
    warmup.push(elapsed / count);
    progress.add(elapsed / count, now());
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

/**
 * The rule of the lab's hosts on the JVM, as V8 has several goes at what runs often, too: looks at the fastest batch of one
 * stretch of time after another, each half as long as the least warm-up. It is over when a stretch brought nothing.
 */
export class WarmUp {
  #least;
  #start;
  #beginOfStretch;
  #best = Infinity;
  #bestOfStretch = Infinity;
  #isStill = false;

  /** It takes so many nanoseconds at least, and five times as many at most. */
  constructor(least, start) {
    this.#least = least;
    this.#start = start;
    this.#beginOfStretch = start;
  }

  add(nanos, time) {
    this.#bestOfStretch = Math.min(this.#bestOfStretch, nanos);
    if (time - this.#beginOfStretch >= this.#least / stretches) {
      this.#isStill = this.#bestOfStretch > brings * this.#best;
      this.#best = Math.min(this.#best, this.#bestOfStretch);
      this.#bestOfStretch = Infinity;
      this.#beginOfStretch = time;
    }
  }

  isOver(time) {
    const elapsed = time - this.#start;
    return (elapsed >= this.#least && this.#isStill) || elapsed >= mostWarmups * this.#least;
  }
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

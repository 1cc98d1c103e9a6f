package dev.mortise.lab.host;

import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Times an operation, in batches that are long enough for the clock. The warm-up finds out how many operations make one,
 * by doubling, and goes on for as long as operations still get faster: the JIT compiler has several goes at them.
 *
 * @param warmupMillis for how long to warm up at least; at most it is {@value #MOST_WARMUPS} times as long
 * @param millis for how long to measure
 */
record Measure(long warmupMillis, long millis) {

    private static final int LEAST_SAMPLES = 5;
    private static final int MOST_SAMPLES = 50;
    /** For a slow operation, how often the time to measure may be taken. */
    private static final int MOST_TIMES = 10;
    private static final int MOST_WARMUPS = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Runs the operation again and again. What it returns is what is to be compared: the same each time. */
    Outcome of(Callable<String> operation) {
        var leastBatch = millis * NANOS_PER_MILLI / MOST_SAMPLES;
        var check = new Check(operation);
        var warmup = new ArrayList<Double>();
        long count = 1;
        var progress = new WarmUp(warmupMillis * NANOS_PER_MILLI);
        var isEnough = false;
        while (!isEnough || !progress.isOver()) {
            var elapsed = batch(check, count);
            warmup.add((double) elapsed / count);
            progress.add((double) elapsed / count);
            // Asked again each time: the first operations are slower than those that the JIT compiler has seen to.
            isEnough = elapsed >= leastBatch;
            if (!isEnough) {
                count *= 2;
            }
        }
        var samples = new ArrayList<Double>();
        var start = System.nanoTime();
        do {
            samples.add((double) batch(check, count) / count);
        } while (isWanted(samples.size(), System.nanoTime() - start));
        return new Outcome(warmup, samples, check.value(), Map.of());
    }

    /** At least so many samples, but not at all costs. */
    private boolean isWanted(int samples, long nanos) {
        var time = millis * NANOS_PER_MILLI;
        return nanos < time && samples < MOST_SAMPLES || samples < LEAST_SAMPLES && nanos < MOST_TIMES * time;
    }

    private static long batch(Check check, long count) {
        var start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            check.run();
        }
        return System.nanoTime() - start;
    }

    /**
     * Looks at the fastest batch of one stretch of time after another, each half as long as the least warm-up. It is over
     * when a stretch brought nothing.
     */
    private static final class WarmUp {

        private static final int STRETCHES = 2;
        /** A stretch brings something if its fastest batch takes less than this share of the fastest before. */
        private static final double BRINGS = 0.95;

        private final long least;
        private final long start = System.nanoTime();
        private long beginOfStretch = start;
        private double best = Double.MAX_VALUE;
        private double bestOfStretch = Double.MAX_VALUE;
        private boolean isStill;

        WarmUp(long least) {
            this.least = least;
        }

        void add(double nanos) {
            bestOfStretch = Math.min(bestOfStretch, nanos);
            var now = System.nanoTime();
            if (now - beginOfStretch >= least / STRETCHES) {
                isStill = bestOfStretch > BRINGS * best;
                best = Math.min(best, bestOfStretch);
                bestOfStretch = Double.MAX_VALUE;
                beginOfStretch = now;
            }
        }

        boolean isOver() {
            var time = System.nanoTime() - start;
            return time >= least && isStill || time >= MOST_WARMUPS * least;
        }
    }

    /** The operation, and what it came to. Texts are compared by identity first: an operation returns the same one. */
    private static final class Check {

        private final Callable<String> operation;
        private String value = "";
        private boolean isKnown;

        Check(Callable<String> operation) {
            this.operation = operation;
        }

        void run() {
            String result;
            try {
                result = operation.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (isKnown && !result.equals(value)) {
                throw new IllegalStateException("one operation gave %s and another %s".formatted(value, result));
            }
            value = result;
            isKnown = true;
        }

        String value() {
            return value;
        }
    }
}

package dev.mortise.benchmarks;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param rounds how often every contender gets a fresh JVM; the figures of the rounds make the spread
 * @param iterations in each JVM, of warm-up and then of measurement
 * @param iteration the time of one
 * @param loads how often a module is loaded for each contender, in all rounds together
 */
record Budget(int rounds, int iterations, Duration iteration, int loads) {

    static final Budget FULL = new Budget(3, 3, Duration.ofSeconds(1), 12);
    static final Budget QUICK = new Budget(1, 2, Duration.ofMillis(500), 3);

    Budget withRounds(int count) {
        return new Budget(count, iterations, iteration, Math.max(loads, count));
    }

    int loadsARound() {
        return Math.ceilDiv(loads, rounds);
    }
}

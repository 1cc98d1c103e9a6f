package dev.mortise.benchmarks;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param rounds how often every contender gets a fresh JVM; the figures of the rounds make the spread
 * @param iterations in each JVM, of warm-up and then of measurement
 * @param iteration the time of one
 * @param loads how often a module is loaded for each contender, in all rounds together
 * @param slices where one process measures several things by turns: how many turns
 * @param soakMinutes how long calls go on of which some go wrong
 */
record Budget(int rounds, int iterations, Duration iteration, int loads, int slices, double soakMinutes) {

    static final Budget FULL = new Budget(3, 3, Duration.ofSeconds(1), 12, 7, 5);
    static final Budget QUICK = new Budget(1, 2, Duration.ofMillis(500), 3, 3, 0.5);

    Budget withRounds(int count) {
        return new Budget(count, iterations, iteration, Math.max(loads, count), slices, soakMinutes);
    }

    Budget withSoakMinutes(double minutes) {
        return new Budget(rounds, iterations, iteration, loads, slices, minutes);
    }

    /** The time of all iterations of a process, warm-up or measurement. */
    Duration inAll() {
        return iteration.multipliedBy(iterations);
    }

    /** The time of one turn. */
    Duration slice() {
        return iteration.dividedBy(2);
    }

    int loadsARound() {
        return Math.ceilDiv(loads, rounds);
    }
}

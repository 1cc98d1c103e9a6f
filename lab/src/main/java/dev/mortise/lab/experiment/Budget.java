package dev.mortise.lab.experiment;

import java.time.Duration;

/**
 * How much time a run takes.
 *
 * @param isThorough whether its figures are to be quoted
 * @param rounds how often each contender gets a new process for each row
 * @param warmupMillis for which a process warms up at least; those in a JVM go on while it helps
 * @param millis for which it measures
 * @param processes how many whole processes are timed in each round
 * @param calls of the micro tests, a run
 * @param requests of the traces
 * @param limit after which a process has hung
 * @param tooLong a process that took longer is not started again in later rounds
 * @param most after so much time no more is begun but the first round
 * @param mostOutside so much more for each contender outside the JVM
 */
public record Budget(boolean isThorough, int rounds, int warmupMillis, int millis, int processes, int calls,
        int requests, Duration limit, Duration tooLong, Duration most, Duration mostOutside) {

    private static final int OUTSIDE = 3;

    /** Under five minutes, and some more with peers outside the JVM. */
    public static final Budget FAST = new Budget(false, 2, 800, 150, 2, 10_000, 20_000, Duration.ofSeconds(60),
            Duration.ofSeconds(3), Duration.ofSeconds(270), Duration.ofSeconds(20));
    /** An hour or two. */
    public static final Budget THOROUGH = new Budget(true, 3, 1000, 500, 4, 100_000, 200_000, Duration.ofMinutes(5),
            Duration.ofSeconds(15), Duration.ofDays(1), Duration.ZERO);

    /** Outside the JVM most compile beforehand. */
    public int warmupMillisOutside() {
        return warmupMillis / OUTSIDE;
    }

    /** The same for so much time; the first round is whole in any case. */
    public Budget within(Duration time) {
        return new Budget(isThorough, rounds, warmupMillis, millis, processes, calls, requests, limit, tooLong, time,
                Duration.ZERO);
    }
}

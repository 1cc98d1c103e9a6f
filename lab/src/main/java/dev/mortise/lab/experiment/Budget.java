package dev.mortise.lab.experiment;

import java.time.Duration;

/**
 * How much time a run takes.
 *
 * @param isThorough whether its figures are to be quoted
 * @param rounds how often each contender gets a new process for each row, at most
 * @param warmupMillis for which a process warms up at least; those in a JVM go on while it helps
 * @param millis for which it measures
 * @param leastShare of both that a process has in any case, where not all rounds would fit with all of it
 * @param processes how many whole processes are timed in each round
 * @param calls of the micro tests, a run
 * @param requests of the traces
 * @param slowMillis how much longer a process of a slow contender takes, as a first guess
 * @param limit after which a process has hung
 * @param tooLong a process that took longer is not started again in later rounds
 * @param most after so much time no more is begun but the first round
 * @param mostOutside so much more for each contender outside the JVM
 */
public record Budget(boolean isThorough, int rounds, int warmupMillis, int millis, double leastShare,
        int processes, int calls, int requests, int slowMillis, Duration limit, Duration tooLong, Duration most,
        Duration mostOutside) {

    private static final int OUTSIDE = 3;

    /** With what takes part in a JVM, and the lab's first build, within five minutes. */
    public static final Budget FAST = new Budget(false, 2, 800, 150, 0.8, 2, 10_000, 20_000, 1500,
            Duration.ofSeconds(60), Duration.ofSeconds(3), Duration.ofSeconds(165), Duration.ofSeconds(15));
    /** With everybody, an hour for three processes of each. */
    public static final Budget THOROUGH = new Budget(true, 3, 1000, 400, 0.5, 4, 100_000, 200_000, 3500,
            Duration.ofMinutes(5), Duration.ofSeconds(12), Duration.ofMinutes(60), Duration.ZERO);

    /** Outside the JVM most compile beforehand. */
    public int warmupMillisOutside() {
        return warmupMillis / OUTSIDE;
    }

    /** The same for so much time; the first round is whole in any case. */
    public Budget within(Duration time) {
        return new Budget(isThorough, rounds, warmupMillis, millis, leastShare, processes, calls, requests, slowMillis,
                limit, tooLong, time, Duration.ZERO);
    }
}

package dev.mortise.wasm.internal.cache;

import java.time.Duration;

/**
 * How long to wait until what was compiled is written: the file with all of it is written anew each time, so that a
 * module in which something new is called each second would otherwise keep a disk busy. Safe for use by several threads.
 */
final class Pace {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(64);

    private static final int REST_IN_WAITS = 4;

    private Duration wait = Duration.ZERO;
    /** When it was last to be written. */
    private long due;

    /**
     * How long to wait now that something was compiled: twice as long as the last time, or short again if there has been
     * a rest since of several times that.
     *
     * @param now in nanoseconds, as {@link System#nanoTime} counts them
     */
    synchronized Duration next(long now) {
        var isBusy = now - due < REST_IN_WAITS * wait.toNanos();
        wait = !isBusy ? SHORTEST : wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
        due = now + wait.toNanos();
        return wait;
    }
}

package dev.mortise.wasi;

import dev.mortise.wasi.internal.ClockSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What a guest knows of the time. Guests see two clocks: the time of day, and a monotonic one that starts near 0 with
 * the guest, so that it does not tell how long the host has been up. Immutable; each guest gets clocks of its own.
 */
public final class GuestClock {

    private static final GuestClock REAL = new GuestClock(() -> new ClockSource.Stepped(1));

    private final Supplier<ClockSource> source;

    private GuestClock(Supplier<ClockSource> source) {
        this.source = source;
    }

    /** The system's clock, as exact as the JDK gives it. */
    public static GuestClock real() {
        return REAL;
    }

    /**
     * The system's clock in steps, too coarse to measure what the host or a neighbour does. Sleeping takes as long as
     * the guest asks for.
     *
     * @param step more than 0, at most a day
     * @throws IllegalArgumentException if it is not
     */
    public static GuestClock coarse(Duration step) {
        if (step.isNegative() || step.isZero() || step.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a clock's step must be more than 0 and at most a day, not " + step);
        }
        return new GuestClock(() -> new ClockSource.Stepped(step.toNanos()));
    }

    /**
     * A clock that stands still while the guest runs. Only sleeping moves it, and takes no time: runs are repeatable, and
     * fast.
     *
     * @param start the time of day at first, from 1970 to 2200
     * @throws IllegalArgumentException if it is not in these years
     */
    public static GuestClock fixed(Instant start) {
        if (start.isBefore(Instant.EPOCH) || start.isAfter(Instant.parse("2200-12-31T00:00:00Z"))) {
            throw new IllegalArgumentException("a guest's time starts from 1970 to 2200, not " + start);
        }
        return new GuestClock(() -> new ClockSource.Virtual(start));
    }

    ClockSource source() {
        return source.get();
    }
}

package dev.mortise.wasi.internal;

import java.time.Instant;

/** The time as one guest sees it, in nanoseconds. Used by one thread at a time. */
public abstract sealed class ClockSource {

    private ClockSource() {}

    /** Since 1970. */
    abstract long realtime();

    /** Since some moment before the guest began; never goes back. */
    abstract long monotonic();

    /** The smallest difference that can be seen. */
    abstract long resolution();

    /** Whether sleeping moves this clock instead of taking time. */
    boolean isVirtual() {
        return false;
    }

    /** Moves a virtual clock. */
    void advance(long nanos) {
        throw new IllegalStateException("only a virtual clock can be moved");
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    /** The system's clock, in steps. */
    public static final class Stepped extends ClockSource {

        private final long start = System.nanoTime();
        private final long step;

        /** @param step in nanoseconds, 1 or more */
        public Stepped(long step) {
            this.step = step;
        }

        @Override
        long realtime() {
            var now = nanos(Instant.now());
            return now - Math.floorMod(now, step);
        }

        @Override
        long monotonic() {
            var now = System.nanoTime() - start;
            return now - Math.floorMod(now, step);
        }

        @Override
        long resolution() {
            return step;
        }
    }

    /** A clock that only sleeping moves. */
    public static final class Virtual extends ClockSource {

        private final long start;
        private long elapsed;

        /** @param start where it stands at first */
        public Virtual(Instant start) {
            this.start = nanos(start);
        }

        @Override
        long realtime() {
            return start + elapsed;
        }

        @Override
        long monotonic() {
            return elapsed;
        }

        @Override
        long resolution() {
            return 1;
        }

        @Override
        boolean isVirtual() {
            return true;
        }

        @Override
        void advance(long nanos) {
            // Saturating: a guest may ask to sleep for ever, and then again.
            elapsed = elapsed > Long.MAX_VALUE - start - nanos ? Long.MAX_VALUE - start : elapsed + nanos;
        }
    }
}

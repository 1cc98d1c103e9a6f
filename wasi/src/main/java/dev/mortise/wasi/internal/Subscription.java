package dev.mortise.wasi.internal;

/**
 * One thing that {@code poll_oneoff} waits for.
 *
 * @param userData given back to the guest
 * @param kind a clock, or a descriptor to read from or to write to
 * @param subject which clock or which descriptor
 * @param timeout of a clock, in nanoseconds, as unsigned
 * @param absolute whether the timeout is a time rather than a duration
 */
record Subscription(long userData, int kind, int subject, long timeout, boolean absolute) {

    static final int CLOCK = 0;
    static final int READ = 1;
    static final int WRITE = 2;

    private static final int ABSOLUTE = 1;

    /** How the record lies in memory: preview 1's, and the one of its forerunner, which names each clock. */
    enum Layout {
        PREVIEW_1(48, 16), UNSTABLE(56, 24);

        final int bytes;
        private final int clock;

        Layout(int bytes, int clock) {
            this.bytes = bytes;
            this.clock = clock;
        }
    }

    static Subscription read(GuestMemory memory, int pointer, Layout layout) {
        var kind = Byte.toUnsignedInt(memory.readByte(pointer + 8));
        if (kind != CLOCK) {
            return new Subscription(memory.readLong(pointer), kind, memory.readInt(pointer + 16), 0, false);
        }
        var clock = pointer + layout.clock;
        return new Subscription(memory.readLong(pointer), kind, memory.readInt(clock), memory.readLong(clock + 8),
                (memory.readShort(clock + 24) & ABSOLUTE) != 0);
    }

    /** How long from now, in nanoseconds; 0 if the time has come. */
    long nanosLeft(ClockSource clock) {
        if (!absolute) {
            return timeout < 0 ? Waiting.FOR_EVER : Math.min(timeout, Waiting.FOR_EVER);
        }
        var now = ClockFunctions.now(clock, subject);
        if (Long.compareUnsigned(timeout, now) <= 0) {
            return 0;
        }
        // As unsigned: what looks negative is far away.
        var left = timeout - now;
        return left < 0 ? Waiting.FOR_EVER : Math.min(left, Waiting.FOR_EVER);
    }
}

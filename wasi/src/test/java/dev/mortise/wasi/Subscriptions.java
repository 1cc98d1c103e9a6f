package dev.mortise.wasi;

/** Writes what {@code poll_oneoff} reads. */
final class Subscriptions {

    static final int BYTES = 48;

    private Subscriptions() {}

    /** One clock; flag 1 makes the timeout a time. */
    static int clock(TestGuest guest, long userData, int clock, long nanos, int flags) {
        var at = guest.allocate(BYTES);
        clock(guest, at, userData, clock, nanos, flags);
        return at;
    }

    static void clock(TestGuest guest, int at, long userData, int clock, long nanos, int flags) {
        guest.memory().fill(at, BYTES, (byte) 0);
        guest.memory().writeLong(at, userData);
        guest.memory().writeInt(at + 16, clock);
        guest.memory().writeLong(at + 24, nanos);
        guest.memory().writeShort(at + 40, (short) flags);
    }

    /** A descriptor: kind 1 to read, 2 to write. */
    static void descriptor(TestGuest guest, int at, long userData, int kind, int fd) {
        guest.memory().fill(at, BYTES, (byte) 0);
        guest.memory().writeLong(at, userData);
        guest.memory().writeByte(at + 8, (byte) kind);
        guest.memory().writeInt(at + 16, fd);
    }
}

package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;

/** Bytes of a message of a guest as they are read; whatever it says about lengths is checked. */
final class Reader {

    private final byte[] bytes;
    private final int end;
    private int position;

    Reader(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.position = from;
        this.end = from + length;
    }

    byte[] bytes() {
        return bytes;
    }

    int left() {
        return end - position;
    }

    /** Passes over this many bytes and answers where they begin. */
    int take(int count) {
        if (count > end - position) {
            throw new BindException(
                    "the guest's message ends too early: " + count + " bytes are missing of which there are "
                            + left());
        }
        var from = position;
        position = from + count;
        return from;
    }

    /** The same for so many values of a size. */
    int take(int count, int size) {
        return take((int) Math.min((long) count * size, Integer.MAX_VALUE));
    }

    /** A number of elements, of which each has one byte at least. */
    int count(long count) {
        if (count < 0 || count > left()) {
            throw new BindException("the guest's message speaks of " + Long.toUnsignedString(count)
                    + " elements or bytes where " + left() + " bytes are left");
        }
        return (int) count;
    }

    void checkEnd() {
        if (position != end) {
            throw new BindException("the guest's message has " + left() + " bytes more than its type");
        }
    }
}

package dev.mortise.bind.internal;

import java.util.Arrays;

/** Bytes of a message as they are written; grows as needed and is used again. */
final class Buffer {

    private byte[] bytes = new byte[256];
    private int position;

    void clear() {
        position = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return position;
    }

    /** Makes room for this many bytes and answers where they begin. */
    int add(int count) {
        var from = position;
        if (count > bytes.length - from) {
            grow(count);
        }
        position = from + count;
        return from;
    }

    private void grow(int count) {
        var needed = (long) position + count;
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a message of over 2 GiB");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
    }

    void put(byte[] source) {
        var at = add(source.length);
        System.arraycopy(source, 0, bytes, at, source.length);
    }
}

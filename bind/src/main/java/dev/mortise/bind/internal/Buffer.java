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

    /** The same for so many values of a size. */
    int add(int count, int size) {
        if (count > Integer.MAX_VALUE / size) {
            throw tooLong();
        }
        return add(count * size);
    }

    private void grow(int count) {
        var needed = (long) position + count;
        if (needed > Integer.MAX_VALUE - 8) {
            throw tooLong();
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a message of over 2 GiB");
    }

    void put(byte[] source) {
        var at = add(source.length);
        System.arraycopy(source, 0, bytes, at, source.length);
    }

    void put(byte value) {
        var at = add(1);
        bytes[at] = value;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, position);
    }
}

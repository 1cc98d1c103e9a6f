package dev.mortise.wasm.text.internal;

import java.util.Arrays;

/** Primitive values of the binary format (specification section 5.2). */
final class ByteWriter {

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[32];
    private int size;

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    ByteWriter u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** An unsigned LEB128 number; the argument's bits are unsigned. */
    ByteWriter u64(long value) {
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    ByteWriter u32(int value) {
        return u64(Integer.toUnsignedLong(value));
    }

    /** A signed LEB128 number. */
    ByteWriter s64(long value) {
        var rest = value;
        while (rest < -0x40 || rest >= 0x40) {
            u8((int) rest & 0x7F | 0x80);
            rest >>= 7;
        }
        return u8((int) rest & 0x7F);
    }

    /** So many bytes of a number, little-endian. */
    ByteWriter fixed(long value, int count) {
        for (var i = 0; i < count; i++) {
            u8((int) (value >> 8 * i));
        }
        return this;
    }

    ByteWriter bytes(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        return this;
    }

    ByteWriter append(ByteWriter other) {
        reserve(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
        return this;
    }

    /** A length and the bytes. */
    ByteWriter sized(ByteWriter other) {
        return u32(other.size).append(other);
    }

    /** A length and the name in UTF-8. */
    ByteWriter name(String name) {
        var utf8 = Lexer.utf8(name);
        return u32(utf8.length).bytes(utf8);
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            // Near 2 GiB the size stops doubling; past it there is no array, which is an OutOfMemoryError.
            var needed = Math.max(0L + size + count, Math.min(2L * size, MOST_BYTES));
            if (needed > MOST_BYTES) {
                throw new OutOfMemoryError("a module of 2 GiB or more");
            }
            bytes = Arrays.copyOf(bytes, (int) needed);
        }
    }
}

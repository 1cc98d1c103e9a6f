package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;

/**
 * Integers of bincode 2: a number below 251 is a byte; 251, 252, 253 announce 2, 4, 8 bytes. Signed numbers come as
 * 0, -1, 1, -2 and so on.
 */
final class VariableIntegers {

    private static final int SINGLE_BYTES = 251;
    private static final byte TWO_BYTES = (byte) 251;
    private static final byte FOUR_BYTES = (byte) 252;
    private static final byte EIGHT_BYTES = (byte) 253;

    private VariableIntegers() {}

    static void put(Buffer target, short value) {
        putUnsigned(target, (value << 1 ^ value >> 15) & 0xFFFFL);
    }

    static void put(Buffer target, int value) {
        putUnsigned(target, (value << 1 ^ value >> 31) & 0xFFFFFFFFL);
    }

    static void put(Buffer target, long value) {
        putUnsigned(target, value << 1 ^ value >> 63);
    }

    static void putVariant(Buffer target, int value) {
        putUnsigned(target, value);
    }

    static void putLength(Buffer target, int value) {
        putUnsigned(target, value);
    }

    private static void putUnsigned(Buffer target, long value) {
        if (value >= 0 && value < SINGLE_BYTES) {
            var at = target.add(1);
            target.bytes()[at] = (byte) value;
        } else if (value >>> 16 == 0) {
            var at = announce(target, TWO_BYTES, Short.BYTES);
            Bytes.put(target.bytes(), at, (short) value);
        } else if (value >>> 32 == 0) {
            var at = announce(target, FOUR_BYTES, Integer.BYTES);
            Bytes.put(target.bytes(), at, (int) value);
        } else {
            var at = announce(target, EIGHT_BYTES, Long.BYTES);
            Bytes.put(target.bytes(), at, value);
        }
    }

    private static int announce(Buffer target, byte mark, int size) {
        var at = target.add(size + 1);
        target.bytes()[at] = mark;
        return at + 1;
    }

    static short getShort(Reader source) {
        var value = getUnsigned(source, 0xFFFFL);
        return (short) (value >>> 1 ^ -(value & 1));
    }

    static int getInt(Reader source) {
        var value = getUnsigned(source, 0xFFFFFFFFL);
        return (int) (value >>> 1 ^ -(value & 1));
    }

    static long getLong(Reader source) {
        var value = getUnsigned(source, -1);
        return value >>> 1 ^ -(value & 1);
    }

    static int getVariant(Reader source) {
        return (int) getUnsigned(source, 0xFFFFFFFFL);
    }

    static int getLength(Reader source) {
        return source.count(getUnsigned(source, -1));
    }

    private static long getUnsigned(Reader source, long largest) {
        var first = source.bytes()[source.take(1)];
        var value = switch (first) {
            case TWO_BYTES -> Bytes.getShort(source.bytes(), source.take(Short.BYTES)) & 0xFFFFL;
            case FOUR_BYTES -> Bytes.getInt(source.bytes(), source.take(Integer.BYTES)) & 0xFFFFFFFFL;
            case EIGHT_BYTES -> Bytes.getLong(source.bytes(), source.take(Long.BYTES));
            default -> first & 0xFF;
        };
        if ((first & 0xFF) > (EIGHT_BYTES & 0xFF) || Long.compareUnsigned(value, largest) > 0) {
            throw new BindException("the guest's message has an integer that is larger than its type");
        }
        return value;
    }
}

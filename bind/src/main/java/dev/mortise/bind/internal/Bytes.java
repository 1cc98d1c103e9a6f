package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Little-endian values at places in an array: what handles for fixed layouts consist of. */
final class Bytes {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private Bytes() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    static void put(byte[] target, int at, boolean value) {
        target[at] = (byte) (value ? 1 : 0);
    }

    static void put(byte[] target, int at, byte value) {
        target[at] = value;
    }

    static void put(byte[] target, int at, short value) {
        SHORT.set(target, at, value);
    }

    static void put(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }

    static void put(byte[] target, int at, long value) {
        LONG.set(target, at, value);
    }

    static void put(byte[] target, int at, float value) {
        INT.set(target, at, Float.floatToRawIntBits(value));
    }

    static void put(byte[] target, int at, double value) {
        LONG.set(target, at, Double.doubleToRawLongBits(value));
    }

    /** An ordinal. */
    static void put(byte[] target, int at, Enum<?> value) {
        INT.set(target, at, value.ordinal());
    }

    static boolean getBoolean(byte[] source, int at) {
        return toBoolean(source[at]);
    }

    static boolean toBoolean(byte value) {
        if ((value & ~1) != 0) {
            throw new BindException("the guest gave " + (value & 0xFF) + " as a boolean, which is 0 or 1");
        }
        return value != 0;
    }

    static byte getByte(byte[] source, int at) {
        return source[at];
    }

    static short getShort(byte[] source, int at) {
        return (short) SHORT.get(source, at);
    }

    static int getInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long getLong(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    static float getFloat(byte[] source, int at) {
        return Float.intBitsToFloat((int) INT.get(source, at));
    }

    static double getDouble(byte[] source, int at) {
        return Double.longBitsToDouble((long) LONG.get(source, at));
    }

    /** A string of fixed length, followed by zeros. */
    static void putText(int length, byte[] target, int at, String value) {
        var used = checkFits(Utf8.length(value), length);
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a string with the character NUL, which would end it: with @Length zeros "
                            + "follow the text");
        }
        Utf8.write(value, target, at);
        Arrays.fill(target, at + used, at + length, (byte) 0);
    }

    /** That a string has room in a fixed length; answers its own. */
    static int checkFits(int used, int length) {
        if (used > length) {
            throw new IllegalArgumentException("a string of " + used + " bytes in UTF-8 where @Length says " + length);
        }
        return used;
    }

    /** A string of fixed length, up to its first zero. */
    static String getText(int length, byte[] source, int at) {
        var end = at;
        while (end < at + length && source[end] != 0) {
            end++;
        }
        return new String(source, at, end - at, StandardCharsets.UTF_8);
    }

    static void putBytes(int length, byte[] target, int at, byte[] value) {
        checkCount(value.length, length);
        System.arraycopy(value, 0, target, at, length);
    }

    static byte[] getBytes(int length, byte[] source, int at) {
        return Arrays.copyOfRange(source, at, at + length);
    }

    /** That an array has the elements it must have. */
    static void checkCount(int count, int length) {
        if (count != length) {
            throw new IllegalArgumentException("an array of " + count + " elements where @Length says " + length);
        }
    }

    /** Padding, which must not show the guest or anybody else what lay there before. */
    static void pad(int length, byte[] target, int at) {
        Arrays.fill(target, at, at + length, (byte) 0);
    }
}

package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/** What bincode 1 and 2 write and read alike, and loops around handles for elements. */
final class StreamValues {

    private StreamValues() {}

    static void put(Buffer target, boolean value) {
        put(target, (byte) (value ? 1 : 0));
    }

    static void put(Buffer target, byte value) {
        var at = target.add(1);
        target.bytes()[at] = value;
    }

    static void put(Buffer target, float value) {
        FixedIntegers.put(target, Float.floatToRawIntBits(value));
    }

    static void put(Buffer target, double value) {
        FixedIntegers.put(target, Double.doubleToRawLongBits(value));
    }

    static boolean getBoolean(Reader source) {
        return Bytes.toBoolean(getByte(source));
    }

    static byte getByte(Reader source) {
        return source.bytes()[source.take(1)];
    }

    static float getFloat(Reader source) {
        return Float.intBitsToFloat(FixedIntegers.getInt(source));
    }

    static double getDouble(Reader source) {
        return Double.longBitsToDouble(FixedIntegers.getLong(source));
    }

    static void putText(MethodHandle putLength, Buffer target, String value) throws Throwable {
        var length = Utf8.length(value);
        putLength.invokeExact(target, length);
        var at = target.add(length);
        Utf8.write(value, target.bytes(), at);
    }

    static String getText(MethodHandle getLength, Reader source) throws Throwable {
        var length = (int) getLength.invokeExact(source);
        return new String(source.bytes(), source.take(length), length, StandardCharsets.UTF_8);
    }

    static void putFixedText(int length, Buffer target, String value) {
        Bytes.checkFits(Utf8.length(value), length);
        var at = target.add(length);
        Bytes.putText(length, target.bytes(), at, value);
    }

    static String getFixedText(int length, Reader source) {
        return Bytes.getText(length, source.bytes(), source.take(length));
    }

    static void putBytes(MethodHandle putLength, Buffer target, byte[] value) throws Throwable {
        putLength.invokeExact(target, value.length);
        target.put(value);
    }

    static byte[] getBytes(MethodHandle getLength, Reader source) throws Throwable {
        var length = (int) getLength.invokeExact(source);
        var at = source.take(length);
        return Arrays.copyOfRange(source.bytes(), at, at + length);
    }

    static void putArray(MethodHandle putLength, MethodHandle one, Buffer target, Object array) throws Throwable {
        var length = Array.getLength(array);
        putLength.invokeExact(target, length);
        for (var i = 0; i < length; i++) {
            one.invokeExact(target, array, i);
        }
    }

    static Object getArray(MethodHandle getLength, MethodHandle one, Class<?> element, Reader source)
            throws Throwable {
        var length = (int) getLength.invokeExact(source);
        var array = Array.newInstance(element, length);
        for (var i = 0; i < length; i++) {
            one.invokeExact(array, i, source);
        }
        return array;
    }

    /** Numbers that lie in the message as they do in the array are copied at once: 64 KiB of them in 2 us, not 60. */
    static void putNumbers(MethodHandle putLength, ValueLayout layout, Buffer target, Object array) throws Throwable {
        var length = Array.getLength(array);
        putLength.invokeExact(target, length);
        var at = target.add(length, (int) layout.byteSize());
        MemorySegment.copy(array, 0, MemorySegment.ofArray(target.bytes()), layout, at, length);
    }

    static Object getNumbers(MethodHandle getLength, ValueLayout layout, Reader source) throws Throwable {
        var length = (int) getLength.invokeExact(source);
        var at = source.take(length, (int) layout.byteSize());
        var array = Array.newInstance(layout.carrier(), length);
        MemorySegment.copy(MemorySegment.ofArray(source.bytes()), layout, at, array, 0, length);
        return array;
    }

    static void putList(MethodHandle putLength, MethodHandle one, Buffer target, List<?> list) throws Throwable {
        var size = list.size();
        putLength.invokeExact(target, size);
        if (list instanceof RandomAccess) {
            for (var i = 0; i < size; i++) {
                one.invokeExact(target, (Object) list.get(i));
            }
        } else {
            for (Object each : list) {
                one.invokeExact(target, each);
            }
        }
    }

    static List<Object> getList(MethodHandle getLength, MethodHandle one, Reader source) throws Throwable {
        var length = (int) getLength.invokeExact(source);
        var list = new ArrayList<Object>(length);
        for (var i = 0; i < length; i++) {
            list.add((Object) one.invokeExact(source));
        }
        return list;
    }

    static void putOptional(MethodHandle one, Buffer target, Optional<?> value) throws Throwable {
        put(target, value.isPresent());
        if (value.isPresent()) {
            one.invokeExact(target, (Object) value.get());
        }
    }

    static Optional<Object> getOptional(MethodHandle one, Reader source) throws Throwable {
        var tag = getByte(source);
        if ((tag & ~1) != 0) {
            throw new BindException(
                    "the guest gave " + (tag & 0xFF) + " as the mark of an optional value, which is 0 or 1");
        }
        return tag == 0 ? Optional.empty() : Optional.of((Object) one.invokeExact(source));
    }

    /** Nothing, in place of a length that is known. */
    static void checkLength(int length, Buffer target, int count) {
        Bytes.checkCount(count, length);
    }

    /** A length that is known, if there can be so many elements. */
    static int knownLength(int length, Reader source) {
        return source.count(length);
    }
}

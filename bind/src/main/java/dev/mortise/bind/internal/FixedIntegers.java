package dev.mortise.bind.internal;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** Integers of bincode 1: little-endian at full size. */
final class FixedIntegers {

    private static final Map<Class<?>, ValueLayout> FLOATS = Map.of(
            float[].class, little(ValueLayout.JAVA_FLOAT_UNALIGNED),
            double[].class, little(ValueLayout.JAVA_DOUBLE_UNALIGNED));
    private static final Map<Class<?>, ValueLayout> INTEGERS = Map.of(
            short[].class, little(ValueLayout.JAVA_SHORT_UNALIGNED),
            int[].class, little(ValueLayout.JAVA_INT_UNALIGNED),
            long[].class, little(ValueLayout.JAVA_LONG_UNALIGNED));

    private FixedIntegers() {}

    private static ValueLayout little(ValueLayout layout) {
        return layout.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * How the elements of an array lie in a message, if they lie there one after the other at full size.
     *
     * @param integers this class or {@link VariableIntegers}
     */
    static Optional<ValueLayout> layout(Class<?> array, Class<?> integers) {
        var layout = FLOATS.get(array);
        return Optional.ofNullable(layout != null || integers != FixedIntegers.class ? layout : INTEGERS.get(array));
    }

    static void put(Buffer target, short value) {
        var at = target.add(Short.BYTES);
        Bytes.put(target.bytes(), at, value);
    }

    static void put(Buffer target, int value) {
        var at = target.add(Integer.BYTES);
        Bytes.put(target.bytes(), at, value);
    }

    static void put(Buffer target, long value) {
        var at = target.add(Long.BYTES);
        Bytes.put(target.bytes(), at, value);
    }

    static void putVariant(Buffer target, int value) {
        put(target, value);
    }

    static void putLength(Buffer target, int value) {
        put(target, (long) value);
    }

    static short getShort(Reader source) {
        return Bytes.getShort(source.bytes(), source.take(Short.BYTES));
    }

    static int getInt(Reader source) {
        return Bytes.getInt(source.bytes(), source.take(Integer.BYTES));
    }

    static long getLong(Reader source) {
        return Bytes.getLong(source.bytes(), source.take(Long.BYTES));
    }

    static int getVariant(Reader source) {
        return getInt(source);
    }

    static int getLength(Reader source) {
        return source.count(getLong(source));
    }
}

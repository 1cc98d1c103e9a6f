package dev.mortise.bind.internal;

/** Integers of bincode 1: little-endian at full size. */
final class FixedIntegers {

    private FixedIntegers() {}

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

package dev.mortise.wasm.internal.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The locals of a function that is too big for one JVM method, shared by the methods it was cut into; behind them, room
 * for the operands that pass from one piece to the next.
 */
public final class SplitFrame {

    private final long[] numbers;
    private final @Nullable Object[] references;

    /** Room for this many locals and operands. */
    public SplitFrame(int size) {
        numbers = new long[size];
        references = new Object[size];
    }

    /** Sets an i32. */
    public static void put(int value, int index, SplitFrame frame) {
        frame.numbers[index] = value;
    }

    /** Sets an i64. */
    public static void put(long value, int index, SplitFrame frame) {
        frame.numbers[index] = value;
    }

    /** Sets an f32. */
    public static void put(float value, int index, SplitFrame frame) {
        frame.numbers[index] = Float.floatToRawIntBits(value);
    }

    /** Sets an f64. */
    public static void put(double value, int index, SplitFrame frame) {
        frame.numbers[index] = Double.doubleToRawLongBits(value);
    }

    /** Sets a reference. */
    public static void put(@Nullable Object value, int index, SplitFrame frame) {
        frame.references[index] = value;
    }

    /** An i32. */
    public static int takeInt(SplitFrame frame, int index) {
        return (int) frame.numbers[index];
    }

    /** An i64. */
    public static long takeLong(SplitFrame frame, int index) {
        return frame.numbers[index];
    }

    /** An f32. */
    public static float takeFloat(SplitFrame frame, int index) {
        return Float.intBitsToFloat((int) frame.numbers[index]);
    }

    /** An f64. */
    public static double takeDouble(SplitFrame frame, int index) {
        return Double.longBitsToDouble(frame.numbers[index]);
    }

    /** A reference. */
    public static @Nullable Object takeReference(SplitFrame frame, int index) {
        return frame.references[index];
    }
}

package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Second and further results: a JVM method returns one value, the others wait in the caller's instance. */
public final class Results {

    private Results() {}

    /** Makes room for so many values. */
    public static void reserve(int count, ModuleInstance instance) {
        if (instance.results.length < count) {
            instance.results = Arrays.copyOf(instance.results, count);
            instance.referenceResults = Arrays.copyOf(instance.referenceResults, count);
        }
    }

    /** Leaves an i32. */
    public static void put(int value, int index, ModuleInstance instance) {
        instance.results[index] = value;
    }

    /** Leaves an i64. */
    public static void put(long value, int index, ModuleInstance instance) {
        instance.results[index] = value;
    }

    /** Leaves an f32. */
    public static void put(float value, int index, ModuleInstance instance) {
        instance.results[index] = Float.floatToRawIntBits(value);
    }

    /** Leaves an f64. */
    public static void put(double value, int index, ModuleInstance instance) {
        instance.results[index] = Double.doubleToRawLongBits(value);
    }

    /** Leaves a reference. */
    public static void put(@Nullable Object value, int index, ModuleInstance instance) {
        instance.referenceResults[index] = value;
    }

    /** Takes an i32. */
    public static int takeInt(ModuleInstance instance, int index) {
        return (int) instance.results[index];
    }

    /** Takes an i64. */
    public static long takeLong(ModuleInstance instance, int index) {
        return instance.results[index];
    }

    /** Takes an f32. */
    public static float takeFloat(ModuleInstance instance, int index) {
        return Float.intBitsToFloat((int) instance.results[index]);
    }

    /** Takes an f64. */
    public static double takeDouble(ModuleInstance instance, int index) {
        return Double.longBitsToDouble(instance.results[index]);
    }

    /** Takes a reference; the instance keeps none, lest it hold garbage. */
    public static @Nullable Object takeReference(ModuleInstance instance, int index) {
        var value = instance.referenceResults[index];
        instance.referenceResults[index] = null;
        return value;
    }

    /** Hands the results of a function of one instance to a caller in another. */
    @SuppressWarnings("ReferenceEquality") // Hot, and an instance is equal to itself alone.
    public static void copy(ModuleInstance from, ModuleInstance to, int count) {
        if (from != to) {
            System.arraycopy(from.results, 1, to.results, 1, count - 1);
            System.arraycopy(from.referenceResults, 1, to.referenceResults, 1, count - 1);
        }
    }

    /** Puts an argument of a call with very many into the arrays that carry them. */
    public static void widen(int value, int index, long[] numbers, @Nullable Object[] references) {
        numbers[index] = value;
    }

    /** Puts an argument of a call with very many into the arrays that carry them. */
    public static void widen(long value, int index, long[] numbers, @Nullable Object[] references) {
        numbers[index] = value;
    }

    /** Puts an argument of a call with very many into the arrays that carry them. */
    public static void widen(float value, int index, long[] numbers, @Nullable Object[] references) {
        numbers[index] = Float.floatToRawIntBits(value);
    }

    /** Puts an argument of a call with very many into the arrays that carry them. */
    public static void widen(double value, int index, long[] numbers, @Nullable Object[] references) {
        numbers[index] = Double.doubleToRawLongBits(value);
    }

    /** Puts an argument of a call with very many into the arrays that carry them. */
    public static void widen(@Nullable Object value, int index, long[] numbers, @Nullable Object[] references) {
        references[index] = value;
    }

    /** An i32 argument of a call with very many. */
    public static int wideInt(int index, long[] numbers, @Nullable Object[] references) {
        return (int) numbers[index];
    }

    /** An i64 argument of a call with very many. */
    public static long wideLong(int index, long[] numbers, @Nullable Object[] references) {
        return numbers[index];
    }

    /** An f32 argument of a call with very many. */
    public static float wideFloat(int index, long[] numbers, @Nullable Object[] references) {
        return Float.intBitsToFloat((int) numbers[index]);
    }

    /** An f64 argument of a call with very many. */
    public static double wideDouble(int index, long[] numbers, @Nullable Object[] references) {
        return Double.longBitsToDouble(numbers[index]);
    }

    /** A reference argument of a call with very many. */
    public static @Nullable Object wideReference(int index, long[] numbers, @Nullable Object[] references) {
        return references[index];
    }

    /** Boxed arguments as the numbers of a call with very many. */
    public static long[] wideNumbers(@Nullable Object[] arguments) {
        var numbers = new long[arguments.length];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = switch (arguments[i]) {
                case Integer value -> value;
                case Long value -> value;
                case Float value -> Float.floatToRawIntBits(value);
                case Double value -> Double.doubleToRawLongBits(value);
                case null, default -> 0;
            };
        }
        return numbers;
    }

    /** All results as objects, the first given. */
    public static @Nullable Object[] box(@Nullable Object first, FunctionType type, ModuleInstance instance) {
        var types = type.results();
        var boxed = new @Nullable Object[types.size()];
        boxed[0] = first;
        for (var i = 1; i < boxed.length; i++) {
            boxed[i] = types.get(i) instanceof NumberType number ? switch (number) {
                case I32 -> (Object) takeInt(instance, i);
                case I64 -> takeLong(instance, i);
                case F32 -> takeFloat(instance, i);
                case F64 -> takeDouble(instance, i);
            } : takeReference(instance, i);
        }
        return boxed;
    }

    /** Leaves a boxed value of a type. */
    static void leave(@Nullable Object value, ValueType type, int index, ModuleInstance caller) {
        switch (value) {
            case Integer i when type == ValueType.I32 -> put((int) i, index, caller);
            case Long l when type == ValueType.I64 -> put((long) l, index, caller);
            case Float f when type == ValueType.F32 -> put((float) f, index, caller);
            case Double d when type == ValueType.F64 -> put((double) d, index, caller);
            case null, default -> put(value, index, caller);
        }
    }
}

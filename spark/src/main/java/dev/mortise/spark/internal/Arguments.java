package dev.mortise.spark.internal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * What SQL gives for a parameter, as the guest takes it. Spark casts nothing for functions made in Java, so that a
 * {@code bigint} or the literal {@code 2.5}, which is a decimal, would not fit; here every number fits that keeps its
 * value. Decimals are rounded to floating point, as everywhere.
 */
public final class Arguments {

    private Arguments() {}

    /** For {@code i32}; booleans are 0 and 1. */
    public static int i32(Object value, int position) {
        if (value instanceof Integer number) {
            return number;
        }
        var number = whole(value, position, "i32");
        if ((int) number != number) {
            throw misfit(value, position, "i32");
        }
        return (int) number;
    }

    /** For {@code i64}; booleans are 0 and 1. */
    public static long i64(Object value, int position) {
        return value instanceof Long number ? number : whole(value, position, "i64");
    }

    /** For {@code f32}. */
    public static float f32(Object value, int position) {
        if (value instanceof Float number) {
            return number;
        }
        if (value instanceof BigDecimal number) {
            return number.floatValue();
        }
        var number = f64(value, position);
        if ((float) number != number && !Double.isNaN(number)) {
            throw misfit(value, position, "f32");
        }
        return (float) number;
    }

    /** For {@code f64}. */
    public static double f64(Object value, int position) {
        return switch (value) {
            case Double number -> number;
            case Float number -> number;
            case BigDecimal number -> number.doubleValue();
            case Long number when (long) (double) number != number || number == Long.MAX_VALUE -> throw misfit(value,
                    position, "f64");
            case Number number -> number.doubleValue();
            default -> throw misfit(value, position, "f64");
        };
    }

    /** For the input of a plug-in. */
    static byte[] bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> throw new IllegalArgumentException("a plug-in takes a string or binary, not %s: cast it"
                    .formatted(value.getClass().getSimpleName()));
        };
    }

    private static long whole(Object value, int position, String type) {
        try {
            return switch (value) {
                case Long number -> number;
                case Integer number -> number;
                case Short number -> number;
                case Byte number -> number;
                case Boolean flag -> flag ? 1 : 0;
                case BigDecimal number -> number.longValueExact();
                default -> throw misfit(value, position, type);
            };
        } catch (ArithmeticException e) {
            throw misfit(value, position, type);
        }
    }

    private static IllegalArgumentException misfit(Object value, int position, String type) {
        return new IllegalArgumentException("argument %d, a %s, is no %s: cast it".formatted(position,
                value.getClass().getSimpleName(), type));
    }
}

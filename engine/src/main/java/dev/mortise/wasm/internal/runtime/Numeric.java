package dev.mortise.wasm.internal.runtime;

/**
 * Numeric instructions that the JVM has no instruction for (specification section 4.3). Each is small enough to be
 * inlined; what traps does so through a cold method.
 */
public final class Numeric {

    private static final double TWO_31 = 0x1p31;
    private static final double TWO_32 = 0x1p32;
    private static final double TWO_63 = 0x1p63;
    private static final double TWO_64 = 0x1p64;

    /** Added to what the JDK may pass through: it changes no number, not even -0, and makes a signalling NaN quiet. */
    private static final double QUIET = -0.0;

    private Numeric() {}

    /** {@code i32.div_s}; division by zero is the JVM's own exception. */
    public static int divideSigned(int a, int b) {
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw Traps.integerOverflow();
        }
        return a / b;
    }

    /** {@code i64.div_s}. */
    public static long divideSigned(long a, long b) {
        if (b == -1 && a == Long.MIN_VALUE) {
            throw Traps.integerOverflow();
        }
        return a / b;
    }

    /** {@code f32.ceil}. */
    public static float ceil(float a) {
        return (float) Math.ceil(a);
    }

    /** {@code f32.floor}. */
    public static float floor(float a) {
        return (float) Math.floor(a);
    }

    /** {@code f32.trunc}. */
    public static float trunc(float a) {
        return (float) trunc((double) a);
    }

    /** {@code f64.ceil}. */
    public static double ceil(double a) {
        return Math.ceil(a) + QUIET;
    }

    /** {@code f64.floor}. */
    public static double floor(double a) {
        return Math.floor(a) + QUIET;
    }

    /** {@code f64.trunc}. */
    public static double trunc(double a) {
        return Math.copySign(Math.floor(Math.abs(a)), a) + QUIET;
    }

    /** {@code f32.min}. */
    public static float min(float a, float b) {
        return Math.min(a, b) + (float) QUIET;
    }

    /** {@code f64.min}. */
    public static double min(double a, double b) {
        return Math.min(a, b) + QUIET;
    }

    /** {@code f32.max}. */
    public static float max(float a, float b) {
        return Math.max(a, b) + (float) QUIET;
    }

    /** {@code f64.max}. */
    public static double max(double a, double b) {
        return Math.max(a, b) + QUIET;
    }

    /** {@code f32.nearest}: ties to even. */
    public static float nearest(float a) {
        return (float) Math.rint(a);
    }

    /** {@code f32.sqrt}: rounding the double root once more is exact (Figueroa 1995). */
    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    /** {@code f32.copysign}, also of a NaN's sign. */
    public static float copysign(float a, float b) {
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(a) & 0x7FFF_FFFF | Float.floatToRawIntBits(b) & 0x8000_0000);
    }

    /** {@code f64.copysign}, also of a NaN's sign. */
    public static double copysign(double a, double b) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MAX_VALUE
                | Double.doubleToRawLongBits(b) & Long.MIN_VALUE);
    }

    /** {@code i32.trunc_f64_s}, and of an f32, which converts exactly. */
    public static int truncateToI32(double a) {
        if (!(a > -TWO_31 - 1 && a < TWO_31)) {
            throw cannotTruncate(a);
        }
        return (int) a;
    }

    /** {@code i32.trunc_f64_u}. */
    public static int truncateToU32(double a) {
        if (!(a > -1 && a < TWO_32)) {
            throw cannotTruncate(a);
        }
        return (int) (long) a;
    }

    /** {@code i64.trunc_f64_s}. */
    public static long truncateToI64(double a) {
        if (!(a >= -TWO_63 && a < TWO_63)) {
            throw cannotTruncate(a);
        }
        return (long) a;
    }

    /** {@code i64.trunc_f64_u}. */
    public static long truncateToU64(double a) {
        if (!(a > -1 && a < TWO_64)) {
            throw cannotTruncate(a);
        }
        return toU64(a);
    }

    private static RuntimeException cannotTruncate(double a) {
        return Double.isNaN(a) ? Traps.invalidConversion() : Traps.integerOverflow();
    }

    private static long toU64(double a) {
        return a < TWO_63 ? (long) a : (long) (a - TWO_63) ^ Long.MIN_VALUE;
    }

    /** {@code i32.trunc_sat_f64_u}. The signed ones are Java's own conversions. */
    public static int saturateToU32(double a) {
        return a > 0 ? a < TWO_32 ? (int) (long) a : -1 : 0;
    }

    /** {@code i64.trunc_sat_f64_u}. */
    public static long saturateToU64(double a) {
        return a > 0 ? a < TWO_64 ? toU64(a) : -1 : 0;
    }

    /** {@code f32.convert_i32_u}. */
    public static float unsignedToFloat(int a) {
        return a & 0xFFFF_FFFFL;
    }

    /** {@code f64.convert_i32_u}. */
    public static double unsignedToDouble(int a) {
        return a & 0xFFFF_FFFFL;
    }

    /** {@code f32.convert_i64_u}: the lowest bit stays sticky, so that the one rounding is right. */
    public static float unsignedToFloat(long a) {
        return a >= 0 ? a : 2 * (float) (a >>> 1 | a & 1);
    }

    /** {@code f64.convert_i64_u}. */
    public static double unsignedToDouble(long a) {
        return a >= 0 ? a : 2 * (double) (a >>> 1 | a & 1);
    }
}

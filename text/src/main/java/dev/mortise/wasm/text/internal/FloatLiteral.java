package dev.mortise.wasm.text.internal;

import java.util.OptionalLong;

/** Floating-point literals (specification section 6.3.2), rounded to the nearest number, ties to even. */
final class FloatLiteral {

    private static final OptionalLong NONE = OptionalLong.empty();

    private FloatLiteral() {}

    /** The bits of a 32-bit number; empty if the text is none or is out of range. */
    static OptionalLong f32(String text) {
        var start = signLength(text);
        var sign = text.startsWith("-") ? 1L << 31 : 0;
        var special = special(text.substring(start), 0x7F80_0000L, 23);
        if (special.isPresent()) {
            return OptionalLong.of(sign | special.getAsLong());
        }
        if (!isNumber(text, start)) {
            return NONE;
        }
        var value = Float.parseFloat(javaForm(text, start));
        return Float.isInfinite(value) ? NONE : OptionalLong.of(sign | Float.floatToRawIntBits(value));
    }

    /** The bits of a 64-bit number; empty if the text is none or is out of range. */
    static OptionalLong f64(String text) {
        var start = signLength(text);
        var sign = text.startsWith("-") ? 1L << 63 : 0;
        var special = special(text.substring(start), 0x7FF0_0000_0000_0000L, 52);
        if (special.isPresent()) {
            return OptionalLong.of(sign | special.getAsLong());
        }
        if (!isNumber(text, start)) {
            return NONE;
        }
        var value = Double.parseDouble(javaForm(text, start));
        return Double.isInfinite(value) ? NONE : OptionalLong.of(sign | Double.doubleToRawLongBits(value));
    }

    /** Whether the text has the form of a floating-point number, in range or not. */
    static boolean isFloat(String text) {
        var start = signLength(text);
        return isNumber(text, start)
                || text.startsWith("nan:", start) && IntegerLiteral.isUnsigned(text.substring(start + "nan:".length()));
    }

    private static int signLength(String text) {
        return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    }

    private static OptionalLong special(String text, long infinity, int mantissaBits) {
        if (text.equals("inf")) {
            return OptionalLong.of(infinity);
        }
        if (text.equals("nan")) {
            return OptionalLong.of(infinity | 1L << (mantissaBits - 1));
        }
        if (!text.startsWith("nan:0x")) {
            return NONE;
        }
        var payload = IntegerLiteral.unsigned(text.substring("nan:".length()), mantissaBits);
        return payload.isEmpty() || payload.getAsLong() == 0 ? NONE : OptionalLong.of(infinity | payload.getAsLong());
    }

    private static boolean isNumber(String text, int start) {
        var hexadecimal = text.startsWith("0x", start);
        var radix = hexadecimal ? 16 : 10;
        var i = IntegerLiteral.skipDigits(text, hexadecimal ? start + 2 : start, radix);
        if (i < 0) {
            return false;
        }
        if (text.startsWith(".", i)) {
            i = Math.max(i + 1, IntegerLiteral.skipDigits(text, i + 1, radix));
        }
        if (i < text.length() && Character.toLowerCase(text.charAt(i)) == (hexadecimal ? 'p' : 'e')) {
            i++;
            if (text.startsWith("-", i) || text.startsWith("+", i)) {
                i++;
            }
            i = IntegerLiteral.skipDigits(text, i, 10);
        }
        return i == text.length();
    }

    /** Java wants no underscores, and an exponent in each hexadecimal number. */
    private static String javaForm(String text, int start) {
        var result = text.substring(start).replace("_", "");
        return result.startsWith("0x") && result.indexOf('p') < 0 && result.indexOf('P') < 0 ? result + "p0" : result;
    }
}

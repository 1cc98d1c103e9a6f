package dev.mortise.wasm.text.internal;

import java.util.OptionalLong;

/** Integer literals (specification section 6.3.2): decimal or hexadecimal, with underscores between digits. */
final class IntegerLiteral {

    static final OptionalLong NONE = OptionalLong.empty();

    private IntegerLiteral() {}

    /** Whether the text has the form of an unsigned integer, in range or not. */
    static boolean isUnsigned(String text) {
        return hasDigits(text, 0);
    }

    /** Whether the text has the form of an integer with or without sign, in range or not. */
    static boolean isInteger(String text) {
        return hasDigits(text, signLength(text));
    }

    /** An unsigned integer of so many bits; empty if the text is none or it does not fit. */
    static OptionalLong unsigned(String text, int bits) {
        return hasDigits(text, 0) ? magnitude(text, 0, bits) : NONE;
    }

    /** The bits of an integer from {@code -2^(bits-1)} to {@code 2^bits - 1}; empty if the text is none of them. */
    static OptionalLong integer(String text, int bits) {
        var sign = signLength(text);
        if (!hasDigits(text, sign)) {
            return NONE;
        }
        var magnitude = magnitude(text, sign, bits);
        if (magnitude.isEmpty() || sign == 0) {
            return magnitude;
        }
        var most = 1L << (bits - 1);
        if (text.charAt(0) == '-') {
            return Long.compareUnsigned(magnitude.getAsLong(), most) > 0 ? NONE
                    : OptionalLong.of(-magnitude.getAsLong());
        }
        return Long.compareUnsigned(magnitude.getAsLong(), most) >= 0 ? NONE : magnitude;
    }

    private static int signLength(String text) {
        return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    }

    private static boolean hasDigits(String text, int from) {
        var hexadecimal = text.startsWith("0x", from);
        return skipDigits(text, hexadecimal ? from + 2 : from, hexadecimal ? 16 : 10) == text.length();
    }

    /** The place behind digits with single underscores between; -1 if there are none. */
    static int skipDigits(String text, int from, int radix) {
        var i = from;
        while (i < text.length() && isDigit(text.charAt(i), radix)) {
            i++;
            if (i + 1 < text.length() && text.charAt(i) == '_' && isDigit(text.charAt(i + 1), radix)) {
                i++;
            }
        }
        return i == from ? -1 : i;
    }

    /** Whether this is a digit in ASCII: Java's own test takes those of all scripts. */
    static boolean isDigit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    private static OptionalLong magnitude(String text, int from, int bits) {
        var hexadecimal = text.startsWith("0x", from);
        var radix = hexadecimal ? 16 : 10;
        var most = bits == 64 ? -1L : (1L << bits) - 1;
        var value = 0L;
        for (var i = hexadecimal ? from + 2 : from; i < text.length(); i++) {
            if (text.charAt(i) == '_') {
                continue;
            }
            var digit = Character.digit(text.charAt(i), radix);
            var limit = Long.divideUnsigned(most - digit, radix);
            if (Long.compareUnsigned(value, limit) > 0) {
                return NONE;
            }
            value = value * radix + digit;
        }
        return OptionalLong.of(value);
    }
}

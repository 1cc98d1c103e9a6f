package dev.mortise.simulator.internal.trace;

/** Reads whole numbers between blanks out of a line. */
final class DecimalField {

    /** What {@link #read} gives where there is none: no id or size is as small. */
    static final long NONE = Long.MIN_VALUE;
    private static final int BASE = 10;

    private byte[] bytes = {};
    private int at;
    private int to;

    /** Goes to the beginning of a line. */
    void start(Lines lines) {
        bytes = lines.buffer();
        at = lines.from();
        to = lines.to();
        skipBlanks();
    }

    /** Whether nothing but blanks is left. */
    boolean isAtEnd() {
        return at == to;
    }

    /** The next number, with or without a sign; {@link #NONE} if what is there is none, or none that fits. */
    long read() {
        var negative = at < to && bytes[at] == '-';
        if (negative || at < to && bytes[at] == '+') {
            at++;
        }
        var first = at;
        var value = 0L;
        while (at < to && !isBlank(bytes[at])) {
            var digit = bytes[at++] - '0';
            if (digit < 0 || digit >= BASE || value > (Long.MAX_VALUE - digit) / BASE) {
                return NONE;
            }
            value = value * BASE + digit;
        }
        if (at == first) {
            return NONE;
        }
        skipBlanks();
        return negative ? -value : value;
    }

    private void skipBlanks() {
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}

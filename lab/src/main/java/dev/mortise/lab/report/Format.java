package dev.mortise.lab.report;

import dev.mortise.lab.result.Summary;
import java.util.Locale;

/** Figures as people read them. */
final class Format {

    static final String MISSING = "–";
    private static final double[] STEPS = {1e3, 1e6, 1e9};
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};
    private static final int TEN = 10;
    private static final int HUNDRED = 100;
    private static final int KIBI = 1024;
    /** So that 0.75 is 75 %, however it was computed. */
    private static final double ROUNDING = 1e-6;

    private Format() {}

    /** With three digits that count, and thousands set apart. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return MISSING;
        }
        var size = Math.abs(value);
        if (size >= HUNDRED) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        // Digits by the size after rounding: 9.996 is 10.0.
        if (size >= TEN - 0.005) {
            return String.format(Locale.ROOT, size >= HUNDRED - 0.05 ? "%.0f" : "%.1f", value);
        }
        if (size >= 1 - 0.0005) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return size == 0 ? "0" : String.format(Locale.ROOT, size >= 0.01 ? "%.3f" : "%.2g", value);
    }

    /** How many times something takes, with two digits that count. */
    static String times(double ratio) {
        if (!Double.isFinite(ratio)) {
            return MISSING;
        }
        if (ratio >= TEN - 0.05) {
            return String.format(Locale.ROOT, "%,.0f", ratio);
        }
        return String.format(Locale.ROOT, ratio >= 1 - 0.005 ? "%.1f" : "%.2f", ratio);
    }

    /** Nanoseconds in the unit that suits them. */
    static String time(double nanos) {
        int unit = 0;
        while (unit < STEPS.length && Math.abs(nanos) >= STEPS[unit] * 0.9995) {
            unit++;
        }
        return number(unit == 0 ? nanos : nanos / STEPS[unit - 1]) + " " + UNITS[unit];
    }

    /** A number of bytes, in the largest unit of 1,024 that leaves 1 or more. */
    static String bytes(long count) {
        if (count < KIBI) {
            return count + " B";
        }
        double value = count;
        int unit = -1;
        var units = new String[]{"KiB", "MiB", "GiB", "TiB"};
        while (value >= KIBI && unit < units.length - 1) {
            value /= KIBI;
            unit++;
        }
        var text = value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
        return text + " " + units[unit];
    }

    /** A whole number, or the text as it is if it is none. */
    static String count(String digits) {
        return isWhole(digits) ? String.format(Locale.ROOT, "%,d", whole(digits)) : digits;
    }

    /** Whether it is a number of digits alone. */
    static boolean isWhole(String digits) {
        return digits.matches("\\d{1,18}");
    }

    /** A whole number; 0 if it is none. */
    static long whole(String digits) {
        return isWhole(digits) ? Long.parseLong(digits) : 0;
    }

    /** From where to where, with the confidence that this has and no more; a single process has no interval. */
    static String interval(Summary summary, String low, String high) {
        return summary.processes() < 2 ? "one process" : String.format(Locale.ROOT, "%s to %s (%.0f %%)", low, high,
                Math.floor(summary.confidence() * HUNDRED + ROUNDING));
    }

    /** Seconds as minutes, where they are many. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 2 * 60) {
            return whole + " s";
        }
        return whole < 2 * 3600
                ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole / 60 % 60);
    }

    /** A share, as per cent with its sign. */
    static String deviation(double share) {
        return String.format(Locale.ROOT, "%+.0f %%", share * HUNDRED).replace('-', '\u2212');
    }
}

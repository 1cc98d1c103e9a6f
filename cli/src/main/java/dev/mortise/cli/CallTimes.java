package dev.mortise.cli;

import java.util.Arrays;
import java.util.Locale;

/** How long the calls of {@code --repeat} took. */
final class CallTimes {

    private static final double NANOS_A_MICRO = 1e3;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private final long loadNanos;
    private final long[] nanos;
    private int count;

    /**
     * @param loadNanos what reading, decoding and validating took
     * @param expected how many calls there will be
     */
    CallTimes(long loadNanos, int expected) {
        this.loadNanos = loadNanos;
        this.nanos = new long[expected];
    }

    int expected() {
        return nanos.length;
    }

    void add(long callNanos) {
        nanos[count] = callNanos;
        count++;
    }

    /** One line. The first call is told apart, since it compiles what it runs. */
    String summary() {
        var first = nanos[0];
        if (count == 1) {
            return "1 call: %s; load %s".formatted(text(first), text(loadNanos));
        }
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%,d calls: median %s, min %s, max %s; first call %s, load %s", count,
                text(median(sorted)), text(sorted[0]), text(sorted[count - 1]), text(first), text(loadNanos));
    }

    private static long median(long[] sorted) {
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String text(long nanos) {
        if (nanos < NANOS_A_MICRO) {
            return nanos + " ns";
        } else if (nanos < NANOS_A_MILLI) {
            return threeDigits(nanos / NANOS_A_MICRO) + " us";
        } else if (nanos < NANOS_A_SECOND) {
            return threeDigits(nanos / NANOS_A_MILLI) + " ms";
        }
        return threeDigits(nanos / NANOS_A_SECOND) + " s";
    }

    private static String threeDigits(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}

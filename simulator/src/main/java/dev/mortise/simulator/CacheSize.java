package dev.mortise.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sizes of caches as people write them. */
public final class CacheSize {

    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);
    private static final Map<Character, Long> UNITS = Map.of('K', 1L << 10, 'M', 1L << 20, 'G', 1L << 30,
            'T', 1L << 40);
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 62);
    private static final int LONGEST = 20;

    private CacheSize() {}

    /**
     * Reads a size: a number of MiB such as {@code 4} or {@code 0.25}, or one with a unit such as {@code 256K} or
     * {@code 8GiB}, in powers of 1024.
     *
     * @return bytes, from 1 to 2^62; empty if it is no such size
     */
    public static Optional<Long> parse(String text) {
        var number = text.strip().toUpperCase(Locale.ROOT).replaceFirst("(?<=[KMGT])I?B$", "");
        if (number.isEmpty() || number.length() > LONGEST) {
            return Optional.empty();
        }
        var unit = UNITS.get(number.charAt(number.length() - 1));
        var digits = unit == null ? number : number.substring(0, number.length() - 1);
        try {
            if (!digits.matches("\\d+(\\.\\d+)?")) {
                return Optional.empty();
            }
            var bytes = new BigDecimal(digits).multiply(unit == null ? MEBIBYTE : BigDecimal.valueOf(unit))
                    .setScale(0, RoundingMode.HALF_UP);
            return bytes.signum() > 0 && bytes.compareTo(MOST) <= 0 ? Optional.of(bytes.longValueExact())
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Writes a size in the largest unit that leaves at least 1. */
    public static String text(double bytes) {
        var units = new String[]{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        var unit = 0;
        var number = bytes;
        while (number >= 1024 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        var exact = number == Math.rint(number);
        return String.format(Locale.ROOT, exact ? "%.0f %s" : "%.1f %s", number, units[unit]);
    }
}

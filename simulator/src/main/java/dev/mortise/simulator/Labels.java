package dev.mortise.simulator;

import java.util.Locale;

/** How results name things. */
final class Labels {

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 10;

    private Labels() {}

    /** A way, as short as it is clear. */
    static String of(Way way) {
        return way.abi() == PolicyAbi.JAVA ? way.policy() + " in Java"
                : "%s (%s, %s)".formatted(way.policy(), way.implementation(), way.abi().label());
    }

    /** A size in the largest unit in which it is a whole number. */
    static String ofBytes(long bytes) {
        var unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / STEP, UNITS.length - 1);
        return String.format(Locale.ROOT, "%d %s", bytes >> unit * STEP, UNITS[unit]);
    }
}

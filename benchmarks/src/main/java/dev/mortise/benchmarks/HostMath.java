package dev.mortise.benchmarks;

/**
 * The four host functions that the guests' README gives for {@code guests/wat/imports.wat}, and in Java what that guest
 * does with them.
 */
final class HostMath {

    /** Calls made in each round of the guest's loop. */
    static final int CALLS_PER_ROUND = 4;

    private HostMath() {}

    static int increment(int x) {
        return x + 1;
    }

    static long mix(long x, long y) {
        return 31 * x + y;
    }

    static double scale(double x) {
        return x / 2 + 1;
    }

    static int blend(int x, long y, float z) {
        return x + (int) y + (int) z;
    }

    /** The guest's {@code run} as plain Java. */
    static long run(int rounds) {
        int x = 0;
        long y = 0;
        double z = 0;
        for (int i = 0; i < rounds; i++) {
            x = increment(x);
            y = mix(y, x);
            z = scale(z + i);
            x = blend(x, y, (float) z);
        }
        return (y + x) ^ (long) z;
    }
}

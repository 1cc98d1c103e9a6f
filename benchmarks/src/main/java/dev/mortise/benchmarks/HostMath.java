package dev.mortise.benchmarks;

/**
 * The four host functions that the guests' README gives for {@code guests/wat/imports.wat}, and in Java what that guest
 * does with them.
 */
final class HostMath {

    /** Calls made in each round of the guest's loop. */
    static final int CALLS_PER_ROUND = 4;

    /** The four functions as an interface that guests can be given. */
    public interface Methods {
        /** One more. */
        int increment(int x);

        /** A hash of two numbers. */
        long mix(long x, long y);

        /** Half, and one more. */
        double scale(double x);

        /** A sum of numbers of three types. */
        int blend(int x, long y, float z);
    }

    /** What the methods do. */
    static final class Implementation implements Methods {
        @Override
        public int increment(int x) {
            return HostMath.increment(x);
        }

        @Override
        public long mix(long x, long y) {
            return HostMath.mix(x, y);
        }

        @Override
        public double scale(double x) {
            return HostMath.scale(x);
        }

        @Override
        public int blend(int x, long y, float z) {
            return HostMath.blend(x, y, z);
        }
    }

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

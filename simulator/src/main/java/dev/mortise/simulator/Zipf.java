package dev.mortise.simulator;

import java.util.SplittableRandom;

/**
 * Makes traces in which the k-th most popular object is asked for with a probability in proportion to
 * {@code 1 / k^exponent}, each request by itself. Sizes are independent of popularity and log-normal: half of the objects
 * have less than 8 KiB, two of three between 2 and 33 KiB; none has less than 64 bytes or more than 16 MiB. The same
 * numbers give the same trace on every machine.
 *
 * @param requests how many, 1 or more
 * @param objects among how many to choose, 1 or more
 * @param exponent 0 for equal chances; web caches see 0.6 to 0.9
 * @param seed chooses one of the traces
 */
public record Zipf(int requests, int objects, double exponent, long seed) {

    /** A trace that is swept in seconds: 100,000 requests among 10,000 objects of 200 MiB, exponent 0.8. */
    public static final Zipf USUAL = new Zipf(100_000, 10_000, 0.8, 1);

    private static final double MEDIAN_BYTES = 8 << 10;
    private static final double SPREAD = 1.4;
    private static final double LEAST_BYTES = 64;
    private static final double MOST_BYTES = 16 << 20;

    /** Checks the numbers. */
    public Zipf {
        if (requests < 1 || objects < 1 || !(exponent >= 0 && exponent <= 10)) {
            throw new IllegalArgumentException(
                    "requests and objects must be 1 or more and the exponent 0 to 10, not %d, %d and %s"
                            .formatted(requests, objects, exponent));
        }
    }

    /** The trace. */
    public Trace generate() {
        var random = new SplittableRandom(seed);
        var shares = new double[objects];
        var sizes = new long[objects];
        var sum = 0.0;
        for (var i = 0; i < objects; i++) {
            // StrictMath: the same bits everywhere.
            sum += 1 / StrictMath.pow(i + 1, exponent);
            shares[i] = sum;
            var bytes = MEDIAN_BYTES * StrictMath.exp(SPREAD * gaussian(random));
            sizes[i] = (long) Math.clamp(bytes, LEAST_BYTES, MOST_BYTES);
        }
        var trace = Trace.builder("zipf(%d requests, %d objects, exponent %s, seed %d)"
                .formatted(requests, objects, exponent, seed));
        for (var i = 0; i < requests; i++) {
            var object = firstOver(shares, random.nextDouble() * sum);
            trace.add(object, sizes[object]);
        }
        return trace.build();
    }

    private static int firstOver(double[] shares, double value) {
        var low = 0;
        var high = shares.length - 1;
        while (low < high) {
            var middle = low + high >>> 1;
            if (shares[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** By Box and Muller: how the JDK computes its own is not fixed. */
    private static double gaussian(SplittableRandom random) {
        var radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}

package dev.mortise.simulator;

import java.util.List;
import java.util.Optional;

/** What came of one way of running a policy at one cache size. */
public sealed interface RunResult {

    /** The way. */
    Way way();

    /** The size of the cache in bytes. */
    long cacheBytes();

    /**
     * It ran to its end.
     *
     * @param way the way
     * @param cacheBytes the size of the cache
     * @param requests how many were sent
     * @param hits how many of them found their object in the cache
     * @param outcomes what is known if the policy's {@code send} tells
     * @param nanos how long it took each time, in nanoseconds: {@code init}, all of {@code send}, {@code stats}
     */
    record Measured(Way way, long cacheBytes, long requests, long hits, Optional<Outcomes> outcomes, List<Long> nanos)
            implements
                RunResult {

        /** Keeps the list as it is now. */
        public Measured {
            nanos = List.copyOf(nanos);
        }

        /** Hits by requests. */
        public double hitRatio() {
            return (double) hits / requests;
        }

        /** The median of the times, in seconds; of an even number, the lower of the two in the middle. */
        public double seconds() {
            return nanos.stream().sorted().skip((nanos.size() - 1) / 2).findFirst().orElseThrow() / 1e9;
        }
    }

    /**
     * It failed.
     *
     * @param way the way
     * @param cacheBytes the size of the cache
     * @param reason a clause
     */
    record Failed(Way way, long cacheBytes, String reason) implements RunResult {

        @Override
        public String toString() {
            return "%s, %s: %s".formatted(Labels.of(way), Labels.ofBytes(cacheBytes), reason);
        }
    }

    /**
     * What the answers to all requests add up to.
     *
     * @param bypasses how many requests were for objects larger than the cache
     * @param hitBytes the bytes of the objects that were hit, each time
     * @param requestedBytes the bytes of all objects that were asked for, each time
     */
    record Outcomes(long bypasses, long hitBytes, long requestedBytes) {

        /** Bytes hit by bytes asked for; 0 where all objects are empty. */
        public double byteHitRatio() {
            return requestedBytes == 0 ? 0 : (double) hitBytes / requestedBytes;
        }
    }
}

package dev.mortise.simulator;

/**
 * A cache that decides what it keeps. Plug-ins export functions of these names; their {@code send} may also return
 * nothing.
 *
 * <p>
 * An object keeps the size that it was first seen with. One that is larger than the cache bypasses it: it counts as a
 * request, not as a hit, and nothing is evicted for it. A policy belongs to one thread at a time.
 */
public interface CachePolicy {

    /** The object was not in the cache, and is now. */
    int MISS = 0;
    /** The object was in the cache. */
    int HIT = 1;
    /** The object is larger than the cache. */
    int BYPASS = 2;

    /**
     * Begins anew with an empty cache.
     *
     * @param bytes its size, 0 or more
     */
    void init(long bytes);

    /**
     * Asks for an object.
     *
     * @param id tells objects apart; any number
     * @param size in bytes, 0 or more; counts when the object is first seen
     * @return {@link #MISS}, {@link #HIT} or {@link #BYPASS}
     */
    int send(int id, long size);

    /** What was counted since {@link #init}: {@code requests << 32 | hits}, both without sign. */
    long stats();

    /** The requests in a result of {@link #stats}. */
    static long requests(long stats) {
        return stats >>> Integer.SIZE;
    }

    /** The hits in a result of {@link #stats}. */
    static long hits(long stats) {
        return Integer.toUnsignedLong((int) stats);
    }
}

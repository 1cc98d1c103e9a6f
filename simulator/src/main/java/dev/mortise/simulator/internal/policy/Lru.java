package dev.mortise.simulator.internal.policy;

import java.util.Arrays;

/** Evicts what was least recently used. */
public final class Lru extends CountingPolicy {

    private static final int NONE = -1;
    private static final int NOT_CACHED = -2;

    /** A list of the cached objects, the least recently used one first. */
    private int[] next = {};
    private int[] previous = {};
    private int oldest = NONE;
    private int newest = NONE;

    @Override
    void clear(int room) {
        next = new int[room];
        previous = new int[room];
        Arrays.fill(previous, NOT_CACHED);
        oldest = NONE;
        newest = NONE;
    }

    @Override
    void grow(int room) {
        var before = previous.length;
        next = Arrays.copyOf(next, room);
        previous = Arrays.copyOf(previous, room);
        Arrays.fill(previous, before, room, NOT_CACHED);
    }

    @Override
    boolean isCached(int object) {
        return previous[object] != NOT_CACHED;
    }

    @Override
    void hit(int object) {
        if (object != newest) {
            remove(object);
            append(object);
        }
    }

    @Override
    void insert(int object, long bytes) {
        while (used > capacity - bytes) {
            var victim = oldest;
            remove(victim);
            previous[victim] = NOT_CACHED;
            used -= objects.size(victim);
        }
        append(object);
        used += bytes;
    }

    private void append(int object) {
        next[object] = NONE;
        previous[object] = newest;
        if (newest == NONE) {
            oldest = object;
        } else {
            next[newest] = object;
        }
        newest = object;
    }

    private void remove(int object) {
        var before = previous[object];
        var after = next[object];
        if (before == NONE) {
            oldest = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            newest = before;
        } else {
            previous[after] = before;
        }
    }
}

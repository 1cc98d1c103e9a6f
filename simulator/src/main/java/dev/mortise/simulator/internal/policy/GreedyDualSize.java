package dev.mortise.simulator.internal.policy;

import java.util.Arrays;

/** Evicts the object of the least priority, which grows with time and falls with size. */
public final class GreedyDualSize extends CountingPolicy {

    private static final int NOT_CACHED = -1;

    private final boolean isTextbook;

    /** What the textbook calls L. */
    private double inflation;
    private double[] priority = {};
    /** When the object was last inserted or hit, to tell objects of equal priority apart. */
    private long[] touched = {};
    private long clock;

    /** A binary heap of the cached objects, the next to go first. */
    private int[] heap = {};
    private int length;
    /** Where in the heap each object is. */
    private int[] place = {};

    /** As in the textbook. */
    public GreedyDualSize() {
        this(true);
    }

    private GreedyDualSize(boolean isTextbook) {
        this.isTextbook = isTextbook;
    }

    /** As in code that was published: no inflation, and a hit changes no priority. */
    public static GreedyDualSize asPublished() {
        return new GreedyDualSize(false);
    }

    @Override
    void clear(int room) {
        inflation = 0;
        priority = new double[room];
        touched = new long[room];
        clock = 0;
        heap = new int[room];
        length = 0;
        place = new int[room];
        Arrays.fill(place, NOT_CACHED);
    }

    @Override
    void grow(int room) {
        var before = place.length;
        priority = Arrays.copyOf(priority, room);
        touched = Arrays.copyOf(touched, room);
        heap = Arrays.copyOf(heap, room);
        place = Arrays.copyOf(place, room);
        Arrays.fill(place, before, room, NOT_CACHED);
    }

    @Override
    boolean isCached(int object) {
        return place[object] != NOT_CACHED;
    }

    @Override
    void hit(int object) {
        touched[object] = clock++;
        if (isTextbook) {
            priority[object] = inflation + 1.0 / objects.size(object);
        }
        // It can only have become later: L never falls.
        sink(object, place[object]);
    }

    @Override
    void insert(int object, long bytes) {
        while (used > capacity - bytes) {
            evict();
        }
        priority[object] = inflation + 1.0 / bytes;
        touched[object] = clock++;
        rise(object, length++);
        used += bytes;
    }

    private void evict() {
        var victim = heap[0];
        if (isTextbook) {
            inflation = priority[victim];
        }
        place[victim] = NOT_CACHED;
        used -= objects.size(victim);
        var moved = heap[--length];
        if (length > 0) {
            sink(moved, 0);
        }
    }

    private boolean goesBefore(int one, int other) {
        return priority[one] == priority[other] ? touched[one] < touched[other] : priority[one] < priority[other];
    }

    /** Puts an object at this place of the heap, or as far before it as it belongs. */
    private void rise(int object, int from) {
        var at = from;
        while (at > 0) {
            var parent = at - 1 >> 1;
            if (!goesBefore(object, heap[parent])) {
                break;
            }
            put(heap[parent], at);
            at = parent;
        }
        put(object, at);
    }

    /** Puts an object at this place of the heap, or as far behind it as it belongs. */
    private void sink(int object, int from) {
        var at = from;
        while (true) {
            var child = 2 * at + 1;
            if (child >= length) {
                break;
            }
            if (child + 1 < length && goesBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!goesBefore(heap[child], object)) {
                break;
            }
            put(heap[child], at);
            at = child;
        }
        put(object, at);
    }

    private void put(int object, int at) {
        heap[at] = object;
        place[object] = at;
    }
}

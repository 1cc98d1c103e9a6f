package dev.mortise.simulator.internal.policy;

import dev.mortise.simulator.CachePolicy;

/** What the policies have in common: the objects, the bytes in use, the counting, the bypass. */
abstract class CountingPolicy implements CachePolicy {

    ObjectTable objects = new ObjectTable();
    long capacity;
    long used;
    private int room;
    private long requests;
    private long hits;

    @Override
    public final void init(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a cache must have 0 bytes or more, not " + bytes);
        }
        objects = new ObjectTable();
        room = objects.room();
        capacity = bytes;
        used = 0;
        requests = 0;
        hits = 0;
        clear(room);
    }

    @Override
    public final int send(int id, long size) {
        requests++;
        var object = objects.number(id, size);
        if (objects.room() != room) {
            room = objects.room();
            grow(room);
        }
        if (isCached(object)) {
            hits++;
            hit(object);
            return HIT;
        }
        var bytes = objects.size(object);
        if (bytes > capacity) {
            return BYPASS;
        }
        insert(object, bytes);
        return MISS;
    }

    @Override
    public final long stats() {
        return requests << Integer.SIZE | hits;
    }

    /** Forgets everything; from now on object numbers are below {@code room}. */
    abstract void clear(int room);

    /** From now on object numbers are below {@code room}, which is more than it was. */
    abstract void grow(int room);

    abstract boolean isCached(int object);

    /** The object was asked for and is cached. */
    abstract void hit(int object);

    /** Puts an object that fits into the cache, and evicts others to make it fit. */
    abstract void insert(int object, long bytes);
}

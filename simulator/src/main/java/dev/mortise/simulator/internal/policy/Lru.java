package dev.mortise.simulator.internal.policy;

/** Evicts what was least recently used. */
public final class Lru extends CountingPolicy {

    /** The cached objects, the least recently used one first. */
    private final ObjectList list = new ObjectList();

    @Override
    void clear(int room) {
        list.clear(room);
    }

    @Override
    void grow(int room) {
        list.grow(room);
    }

    @Override
    boolean isCached(int object) {
        return list.contains(object);
    }

    @Override
    void hit(int object) {
        if (object != list.last()) {
            list.remove(object);
            list.insertAfter(list.last(), object);
        }
    }

    @Override
    void insert(int object, long bytes) {
        while (used > capacity - bytes) {
            var victim = list.first();
            list.remove(victim);
            used -= objects.size(victim);
        }
        list.insertAfter(list.last(), object);
        used += bytes;
    }
}

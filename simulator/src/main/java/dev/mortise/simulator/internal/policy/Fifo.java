package dev.mortise.simulator.internal.policy;

import java.util.Arrays;

/** First in, first out. */
public final class Fifo extends CountingPolicy {

    private boolean[] isCached = {};
    /** A ring of the cached objects; its length is a power of two, and no object is in it twice. */
    private int[] queue = {};
    private int head;
    private int length;

    @Override
    void clear(int room) {
        isCached = new boolean[room];
        queue = new int[room];
        head = 0;
        length = 0;
    }

    @Override
    void grow(int room) {
        isCached = Arrays.copyOf(isCached, room);
        var longer = new int[room];
        var untilEnd = Math.min(length, queue.length - head);
        System.arraycopy(queue, head, longer, 0, untilEnd);
        System.arraycopy(queue, 0, longer, untilEnd, length - untilEnd);
        queue = longer;
        head = 0;
    }

    @Override
    boolean isCached(int object) {
        return isCached[object];
    }

    @Override
    void hit(int object) {
        // What came first goes first, however often it is asked for.
    }

    @Override
    void insert(int object, long bytes) {
        isCached[object] = true;
        queue[head + length++ & queue.length - 1] = object;
        used += bytes;
        // Not used > capacity: two objects of 2^62 bytes make the sum negative, but not the difference.
        while (used - capacity > 0) {
            var oldest = queue[head];
            head = head + 1 & queue.length - 1;
            length--;
            isCached[oldest] = false;
            used -= objects.size(oldest);
        }
    }
}

package dev.mortise.simulator.internal.policy;

import java.util.Arrays;

/** Some of the objects in an order: a linked list without an object an entry, since each object is in it once at most. */
final class ObjectList {

    /** In place of an object: before the first, and after the last. */
    static final int NONE = -1;

    private static final int ABSENT = -2;

    private int[] next = {};
    private int[] previous = {};
    private int first = NONE;
    private int last = NONE;

    /** Empties it, for objects below this number. */
    void clear(int room) {
        next = new int[room];
        previous = new int[room];
        Arrays.fill(previous, ABSENT);
        first = NONE;
        last = NONE;
    }

    /** Makes room for further objects. */
    void grow(int room) {
        var before = previous.length;
        next = Arrays.copyOf(next, room);
        previous = Arrays.copyOf(previous, room);
        Arrays.fill(previous, before, room, ABSENT);
    }

    boolean contains(int object) {
        return previous[object] != ABSENT;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int after(int object) {
        return next[object];
    }

    int before(int object) {
        return previous[object];
    }

    /** Puts an object that is not in the list behind one that is, or to the front. */
    void insertAfter(int before, int object) {
        var after = before == NONE ? first : next[before];
        previous[object] = before;
        next[object] = after;
        link(before, object);
        link(object, after);
    }

    void remove(int object) {
        link(previous[object], next[object]);
        previous[object] = ABSENT;
    }

    /** Makes neighbours of two; either of them may be none. */
    private void link(int before, int after) {
        if (before == NONE) {
            first = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            last = before;
        } else {
            previous[after] = before;
        }
    }
}

package dev.mortise.simulator.internal.policy;

import java.util.Arrays;

/**
 * The objects that a policy has seen, numbered 0, 1, 2... in that order, with the sizes that they were first seen with.
 * A policy keeps what else it knows of them in arrays of its own, by that number.
 *
 * <p>
 * An open-addressing table of primitives: a {@code HashMap} would box the id of each request, and this is the baseline
 * that plug-ins are measured against.
 */
final class ObjectTable {

    /** Fibonacci hashing: 2^32 divided by the golden ratio spreads neighbouring ids over the table. */
    private static final int GOLDEN = 0x9E3779B9;
    private static final int INITIAL_BITS = 10;

    private int[] ids = new int[1 << INITIAL_BITS >> 1];
    private long[] sizes = new long[1 << INITIAL_BITS >> 1];
    /** An object's number plus 1; 0 is an empty place. */
    private int[] places = new int[1 << INITIAL_BITS];
    private int shift = Integer.SIZE - INITIAL_BITS;
    private int count;

    /** The number of this object, which is a new one where it was never seen. */
    int number(int id, long size) {
        var place = id * GOLDEN >>> shift;
        while (true) {
            var number = places[place] - 1;
            if (number < 0) {
                return add(id, size, place);
            }
            if (ids[number] == id) {
                return number;
            }
            place = place + 1 & places.length - 1;
        }
    }

    /** The size that the object was first seen with. */
    long size(int number) {
        return sizes[number];
    }

    /** How many objects there is room for; grows with {@link #number}, and arrays by number have to follow. */
    int room() {
        return ids.length;
    }

    private int add(int id, long size, int place) {
        var number = count++;
        places[place] = count;
        ids[number] = id;
        sizes[number] = size;
        if (count == ids.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        ids = Arrays.copyOf(ids, ids.length * 2);
        sizes = Arrays.copyOf(sizes, ids.length);
        places = new int[ids.length * 2];
        shift--;
        for (var number = 0; number < count; number++) {
            var place = ids[number] * GOLDEN >>> shift;
            while (places[place] != 0) {
                place = place + 1 & places.length - 1;
            }
            places[place] = number + 1;
        }
    }
}

package dev.mortise.simulator.internal.trace;

import java.util.HashMap;
import java.util.Map;

/** Numbers ids 0, 1, 2... in the order in which they first appear. */
public final class NumberedIds {

    private static final int INITIAL_BITS = 12;
    /** 2^64 divided by the golden ratio: Fibonacci hashing. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Open addressing, as traces have many million requests: ids that are numbers, and what they became plus 1. */
    private long[] keys = new long[1 << INITIAL_BITS];
    private int[] values = new int[1 << INITIAL_BITS];
    private int shift = Long.SIZE - INITIAL_BITS;
    private int filled;

    private final Map<String, Integer> texts = new HashMap<>();
    private int count;
    private boolean isNew;

    /** The number of this id. */
    public int of(long id) {
        var place = place(id);
        isNew = values[place] == 0;
        if (isNew) {
            keys[place] = id;
            values[place] = ++count;
            if (++filled * 2 > keys.length) {
                grow();
            }
            return count - 1;
        }
        return values[place] - 1;
    }

    /** The number of this id; a whole number written in the usual way is the same id as the number. */
    public int of(String id) {
        if (isUsualNumber(id)) {
            return of(Long.parseLong(id));
        }
        var known = texts.putIfAbsent(id, count);
        isNew = known == null;
        return known == null ? count++ : known;
    }

    /** Whether the last id had not appeared before. */
    public boolean isNew() {
        return isNew;
    }

    /** How many different ids have appeared. */
    public int count() {
        return count;
    }

    /** Whether this is how a {@code long} is printed; 18 digits always fit. */
    private static boolean isUsualNumber(String id) {
        var digits = id.startsWith("-") ? 1 : 0;
        var length = id.length() - digits;
        if (length < 1 || length > 18 || id.charAt(digits) == '0' && id.length() > 1) {
            return false;
        }
        for (var i = digits; i < id.length(); i++) {
            if (id.charAt(i) < '0' || id.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private int place(long id) {
        var place = (int) (id * GOLDEN >>> shift);
        while (values[place] != 0 && keys[place] != id) {
            place = place + 1 & keys.length - 1;
        }
        return place;
    }

    private void grow() {
        var oldKeys = keys;
        var oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        shift--;
        for (var i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                var place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}

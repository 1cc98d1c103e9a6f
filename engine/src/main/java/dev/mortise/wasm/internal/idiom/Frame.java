package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.idiom.Value.Sum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The part of a language's own stack in the guest's memory that a round goes through: words of 64 bits at constant
 * distances from what a local holds, as Go has them. They count as locals beyond those that the code has.
 */
public final class Frame {

    /** The local that holds the address from which they are counted: Go's compiler has it there. */
    public static final int BASE = 1;
    private static final int FIRST = 1 << 24;
    private static final int MOST_DISTANCE = 1 << 20;
    private static final int WORD = 8;

    private final Map<Integer, Value> words = new HashMap<>();
    private final Set<Integer> readFirst = new HashSet<>();
    private int low;
    private int high;

    Frame() {}

    /** Whether an access to this address is one to a word of it. */
    static boolean holds(Sum address) {
        return address.factors().equals(Sum.local(BASE).factors());
    }

    /** Whether a local stands for a word. */
    public static boolean isWord(int local) {
        return local >= FIRST - MOST_DISTANCE;
    }

    /** How far from the base a local's word lies. */
    public static int distance(int local) {
        return local - FIRST;
    }

    /** The local that stands for a word; 0 if it cannot be told from all others. */
    int local(Sum address, long offset) {
        var constant = (int) address.constant();
        var distance = constant + offset;
        if (Math.abs((long) constant) >= MOST_DISTANCE || distance >= MOST_DISTANCE || distance % WORD != 0) {
            return 0;
        }
        // Addresses wrap and offsets do not: both must lie within the memory.
        low = Math.min(low, Math.min(constant, (int) distance));
        high = Math.max(high, (int) distance + WORD);
        return FIRST + (int) distance;
    }

    Value get(int word) {
        var value = words.get(word);
        if (value == null) {
            readFirst.add(word);
            return Sum.local(word);
        }
        return value;
    }

    boolean set(int word, Value value) {
        words.put(word, value);
        return true;
    }

    boolean isUnused() {
        return high == 0 && low == 0;
    }

    /** Whether it stays where it is, and no round reads of it what the one before wrote. */
    boolean isSteady(Round round) {
        return round.steps.getOrDefault(BASE, 0L) == 0 && !round.guards.containsKey(BASE)
                && readFirst.stream().noneMatch(words::containsKey);
    }

    /** Where it begins, at most 0. */
    public int low() {
        return low;
    }

    /** Where it ends. */
    public int high() {
        return high;
    }
}

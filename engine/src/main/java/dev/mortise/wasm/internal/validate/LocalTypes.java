package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The types of a function's parameters and locals. They are declared in groups of one type, and kept so: a few bytes of
 * a module can ask for tens of thousands in each function, which only the compiler has to list, and only of functions
 * that are called.
 */
final class LocalTypes {

    /** By group: the index of the first local behind it, and its type. */
    private long[] ends;
    private ValueType[] types;
    private int groups;
    private int last;
    private ValueType @Nullable [] all;

    /** The parameters; further groups are added. */
    LocalTypes(List<ValueType> parameters, int groups) {
        ends = new long[parameters.size() + groups];
        types = new ValueType[ends.length];
        for (var parameter : parameters) {
            add(1, parameter);
        }
    }

    void add(long count, ValueType type) {
        // Groups of none would stand in the way to a local behind them, and there may be millions.
        if (count > 0) {
            ends[groups] = count() + count;
            types[groups++] = type;
        }
    }

    /** How many there are. */
    long count() {
        return groups == 0 ? 0 : ends[groups - 1];
    }

    /** The type of a local that there is. */
    ValueType get(int index) {
        // Code often names the same one again, or one of the same group.
        if (index >= ends[last] || last > 0 && index < ends[last - 1]) {
            var found = Arrays.binarySearch(ends, 0, groups, index);
            last = found < 0 ? -found - 1 : found + 1;
        }
        return types[last];
    }

    /** All of them; not to be changed. */
    ValueType[] toArray() {
        var result = all;
        if (result == null) {
            result = new ValueType[(int) count()];
            for (int group = 0, begin = 0; group < groups; begin = (int) ends[group++]) {
                Arrays.fill(result, begin, (int) ends[group], types[group]);
            }
            all = result;
        }
        return result;
    }
}

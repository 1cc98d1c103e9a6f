package dev.mortise.wasm;

import java.util.OptionalLong;

/**
 * The size range of a memory (in pages of 64 KiB) or a table (in elements), specification section 2.3.11.
 *
 * @param minimum the initial size
 * @param maximum the size that growing must not pass, if there is one
 */
public record Limits(long minimum, OptionalLong maximum) {

    /** A range without maximum. */
    public static Limits atLeast(long minimum) {
        return new Limits(minimum, OptionalLong.empty());
    }

    /** A range with a maximum. */
    public static Limits between(long minimum, long maximum) {
        return new Limits(minimum, OptionalLong.of(maximum));
    }

    /** Whether something of this size and maximum may be imported where {@code required} is asked for. */
    public boolean matches(Limits required) {
        return minimum >= required.minimum && (required.maximum.isEmpty()
                || maximum.isPresent() && maximum.getAsLong() <= required.maximum.getAsLong());
    }

    @Override
    public String toString() {
        return maximum.isPresent() ? minimum + ".." + maximum.getAsLong() : minimum + "..";
    }
}

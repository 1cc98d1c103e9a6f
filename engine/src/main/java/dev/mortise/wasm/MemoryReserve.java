package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.SpareArrays;

/**
 * Keeps the arrays of memories that are no longer used for instances to come: zeroing one of 17 pages takes 20 us, a
 * fresh one 110 us. {@link Imports.Builder#memoryReserve} lets an instance take from it, {@link Instance#release()}
 * gives back. What is in the reserve is zero throughout.
 *
 * <p>
 * Safe for use by many threads. The garbage collector may empty it when the heap runs short.
 */
public sealed interface MemoryReserve permits SpareArrays {

    /**
     * An empty reserve.
     *
     * @param maxBytes the most bytes that it keeps, 0 or more
     * @throws IllegalArgumentException if the number is negative
     */
    static MemoryReserve create(long maxBytes) {
        return new SpareArrays(maxBytes);
    }

    /** How many bytes it holds at present. */
    long bytes();
}

package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.ReferenceTable;
import org.jspecify.annotations.Nullable;

/** A table of references. It belongs to the thread that runs its instance. */
public sealed interface Table extends Extern permits ReferenceTable {

    /** The most elements that a table of this engine can have. */
    int MAX_SIZE = 10_000_000;

    /**
     * A table of nulls that instances can import.
     *
     * @throws IllegalArgumentException if the minimum is over {@link #MAX_SIZE} or over the maximum
     */
    static Table create(TableType type) {
        return ReferenceTable.create(type, Budget.of(MAX_SIZE));
    }

    @Override
    TableType type();

    /** The present number of elements. */
    int size();

    /**
     * The element at an index, null for a null reference.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     */
    @Nullable
    Object get(int index);

    /**
     * Sets an element.
     *
     * @throws IndexOutOfBoundsException if there is no such element
     * @throws IllegalArgumentException if the value is not of the element type
     */
    void set(int index, @Nullable Object value);

    /**
     * Grows by this many elements.
     *
     * @return the size before, or -1 if the maximum or a limit does not allow it
     */
    int grow(int elements, @Nullable Object value);
}

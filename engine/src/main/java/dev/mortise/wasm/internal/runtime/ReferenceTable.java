package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Limits;
import dev.mortise.wasm.Table;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A table as an {@code Object[]} with room to grow. */
public final class ReferenceTable implements Table {

    /** The elements; those from {@link #size} on do not exist. */
    public @Nullable Object[] elements;
    /** How many elements there are. */
    public int size;

    private final TableType declared;
    private final OptionalLong declaredMaximum;
    private final int maxSize;
    private final Budget budget;

    private ReferenceTable(TableType type, Budget budget) {
        this.size = (int) type.limits().minimum();
        this.elements = new Object[size];
        this.declared = type;
        this.declaredMaximum = type.limits().maximum();
        this.maxSize = (int) Math.min(MAX_SIZE, declaredMaximum.orElse(MAX_SIZE));
        this.budget = budget;
    }

    /** A table whose size must stay within its type, the engine's limit and a budget of elements. */
    public static ReferenceTable create(TableType type, Budget budget) {
        var limits = type.limits();
        var elements = limits.minimum();
        if (elements > MAX_SIZE) {
            throw new IllegalArgumentException("a table of " + elements + " elements is over the limit of " + MAX_SIZE);
        }
        if (limits.maximum().isPresent() && elements > limits.maximum().getAsLong()) {
            throw new IllegalArgumentException("the minimum of " + elements + " elements is over the maximum of "
                    + limits.maximum().getAsLong());
        }
        if (!budget.take(elements)) {
            throw new IllegalArgumentException("a table of " + elements + " elements is over the limit of "
                    + budget.limit() + ", of which " + budget.used() + " are in use");
        }
        return new ReferenceTable(type, budget);
    }

    /**
     * The function at an index for a call of this signature: the slow way, for elements that are not yet, or not at
     * all, of the signature's class. What is resolved here takes the element's place.
     */
    public static FunctionReference resolve(ReferenceTable table, int index, Class<?> signature) {
        if (index < 0 || index >= table.size) {
            throw new Trap(Trap.Kind.UNDEFINED_ELEMENT, Trap.Kind.UNDEFINED_ELEMENT.text() + " "
                    + Integer.toUnsignedString(index) + ": the table has " + table.size + " elements");
        }
        var element = (FunctionReference) table.elements[index];
        if (element == null) {
            throw new Trap(Trap.Kind.UNINITIALIZED_ELEMENT, Trap.Kind.UNINITIALIZED_ELEMENT.text() + " " + index);
        }
        var resolved = element.resolve();
        if (!signature.isInstance(resolved)) {
            throw mistyped(index, resolved.type());
        }
        table.elements[index] = resolved;
        return resolved;
    }

    static Trap mistyped(int index, FunctionType actual) {
        return new Trap(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH.text()
                + ": element " + index + " is a function of type " + actual);
    }

    @Override
    public TableType type() {
        return new TableType(declared.elementType(), new Limits(size, declaredMaximum));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable Object get(int index) {
        return elements[check(index)];
    }

    @Override
    public void set(int index, @Nullable Object value) {
        elements[check(index)] = checkType(value);
    }

    @Override
    public int grow(int count, @Nullable Object value) {
        return growUnchecked(count, checkType(value));
    }

    /** Whether its limits allow so many elements more, an unsigned number; the heap may still have no room. */
    boolean canGrow(int count) {
        return count >= 0 && count <= maxSize - size && count <= budget.left();
    }

    int growUnchecked(int count, @Nullable Object value) {
        var before = size;
        if (!canGrow(count)) {
            return -1;
        }
        var newSize = before + count;
        if (newSize > elements.length) {
            try {
                var room = Math.min(newSize / 4L, budget.left() - count);
                elements = Arrays.copyOf(elements, (int) Math.min(newSize + room, maxSize));
            } catch (OutOfMemoryError e) {
                // Told to the guest like any other limit.
                return -1;
            }
        }
        Arrays.fill(elements, before, newSize, value);
        // Last, for the stack may end in any call above: then nothing has grown.
        budget.take(count);
        size = newSize;
        return before;
    }

    private int check(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("element " + index + " of a table of " + size + " elements");
        }
        return index;
    }

    private @Nullable Object checkType(@Nullable Object value) {
        if (declared.elementType().equals(ValueType.FUNCREF) && value != null && !(value instanceof Function)) {
            throw new IllegalArgumentException("a table of funcref holds functions, not " + value.getClass().getName());
        }
        return value;
    }
}

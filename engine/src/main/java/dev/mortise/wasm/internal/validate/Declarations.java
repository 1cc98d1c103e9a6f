package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.util.BitSet;

/** The functions that a module declares for {@code ref.func}: by an element segment, an export or a global. */
public final class Declarations {

    private final BitSet functions = new BitSet();

    Declarations() {}

    void declare(int function) {
        functions.set(function);
    }

    boolean isDeclared(int function) {
        return functions.get(function);
    }

    /** The type of a null of this heap type, canonical. */
    static ReferenceType nullable(HeapType heapType) {
        return heapType == HeapType.FUNC ? ValueType.FUNCREF : ValueType.EXTERNREF;
    }
}

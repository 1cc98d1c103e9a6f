package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.util.BitSet;

/**
 * What validation finds out about a module as a whole: the functions that it declares for {@code ref.func}, by an
 * element segment, an export or a global, and the tables that its code writes to.
 */
public final class Declarations {

    private final BitSet functions = new BitSet();
    private final BitSet writtenTables = new BitSet();

    Declarations() {}

    Declarations(BitSet writtenTables) {
        this.writtenTables.or(writtenTables);
    }

    void declare(int function) {
        functions.set(function);
    }

    /** Whether a reference to a function may come to be, other than by its being the start function. */
    public boolean isDeclared(int function) {
        return functions.get(function);
    }

    /** Called by all threads that validate bodies; the compiler, which repeats the checks, finds all set. */
    void declareWritten(int table) {
        synchronized (writtenTables) {
            writtenTables.set(table);
        }
    }

    /** The tables that instructions of the module write to. */
    public BitSet writtenTables() {
        synchronized (writtenTables) {
            return (BitSet) writtenTables.clone();
        }
    }

    /** Whether an instruction of the module writes to a table. */
    public boolean isWritten(int table) {
        synchronized (writtenTables) {
            return writtenTables.get(table);
        }
    }

    /** The type of a null of this heap type, canonical. */
    static ReferenceType nullable(HeapType heapType) {
        return heapType == HeapType.FUNC ? ValueType.FUNCREF : ValueType.EXTERNREF;
    }
}

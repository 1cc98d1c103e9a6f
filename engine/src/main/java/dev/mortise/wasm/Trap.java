package dev.mortise.wasm;

/**
 * The guest went wrong or was stopped. The stack trace shows the guest's functions by their names; for the traps that
 * the JVM itself finds ({@link Kind#OUT_OF_BOUNDS_MEMORY_ACCESS}, {@link Kind#INTEGER_DIVIDE_BY_ZERO}) HotSpot may
 * leave it out in hot code, and the message then says so.
 */
public final class Trap extends WasmException {

    private static final long serialVersionUID = 1L;

    /** Why execution ended; texts as in the specification's test suite. */
    public enum Kind {
        /** The {@code unreachable} instruction ran. */
        UNREACHABLE("unreachable"),
        /** A load, store or bulk operation outside of a memory or data segment. */
        OUT_OF_BOUNDS_MEMORY_ACCESS("out of bounds memory access"),
        /** A table operation outside of a table or element segment. */
        OUT_OF_BOUNDS_TABLE_ACCESS("out of bounds table access"),
        /** An integer division or remainder by zero. */
        INTEGER_DIVIDE_BY_ZERO("integer divide by zero"),
        /** A quotient or a converted number does not fit the integer type. */
        INTEGER_OVERFLOW("integer overflow"),
        /** A NaN was converted to an integer. */
        INVALID_CONVERSION_TO_INTEGER("invalid conversion to integer"),
        /** {@code call_indirect} with an index outside of the table. */
        UNDEFINED_ELEMENT("undefined element"),
        /** {@code call_indirect} of a null element. */
        UNINITIALIZED_ELEMENT("uninitialized element"),
        /** {@code call_indirect} of a function of another type. */
        INDIRECT_CALL_TYPE_MISMATCH("indirect call type mismatch"),
        /** Too many nested calls for the thread's stack. */
        STACK_EXHAUSTED("call stack exhausted"),
        /** {@link Instance#interrupt()} was called. */
        INTERRUPTED("interrupted"),
        /** The instruction budget is used up. */
        OUT_OF_FUEL("out of fuel");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The specification's words for it. */
        public String text() {
            return text;
        }
    }

    private final Kind kind;

    /** A trap with the kind's own message. */
    public Trap(Kind kind) {
        this(kind, kind.text());
    }

    /**
     * @param kind why execution ended
     * @param message the kind's text, with whatever details are known after it
     */
    public Trap(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Why execution ended. */
    public Kind kind() {
        return kind;
    }
}

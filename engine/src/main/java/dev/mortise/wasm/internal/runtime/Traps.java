package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Trap;
import dev.mortise.wasm.Trap.Kind;

/** Makes the traps that emitted code and its helpers throw: cold, so that what calls it stays small. */
public final class Traps {

    private Traps() {}

    /** {@code unreachable} ran. */
    public static Trap unreachable() {
        return new Trap(Kind.UNREACHABLE);
    }

    /** An address outside of a memory. */
    public static Trap outOfBoundsMemory() {
        return new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
    }

    /** An index outside of a table. */
    public static Trap outOfBoundsTable() {
        return new Trap(Kind.OUT_OF_BOUNDS_TABLE_ACCESS);
    }

    static Trap interrupted() {
        return new Trap(Kind.INTERRUPTED);
    }

    /** The next instructions cannot be paid. */
    static Trap outOfFuel(long left, long units) {
        return new Trap(Kind.OUT_OF_FUEL, Kind.OUT_OF_FUEL.text() + ": the next instructions cost " + units
                + " units, but " + left + " are left");
    }

    /** The frames of cut functions take too much of the heap. */
    static Trap tooManyPlaces() {
        return new Trap(Kind.STACK_EXHAUSTED, Kind.STACK_EXHAUSTED.text()
                .concat(": the locals of functions that are too big for one JVM method take too much of the heap"));
    }

    static Trap integerOverflow() {
        return new Trap(Kind.INTEGER_OVERFLOW);
    }

    static Trap invalidConversion() {
        return new Trap(Kind.INVALID_CONVERSION_TO_INTEGER);
    }

    /**
     * What a caller outside of the guest sees of something thrown inside: the one place where the JVM's exceptions
     * become traps. Only memory accesses of emitted code throw the first and only its divisions the second kind: host
     * functions' exceptions come wrapped.
     */
    public static Throwable atBoundary(Throwable thrown) {
        // No pattern switch: it would be linked at the first trap, on a stack that may be nearly full.
        if (thrown instanceof IndexOutOfBoundsException) {
            return trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, thrown);
        } else if (thrown instanceof ArithmeticException) {
            return trap(Kind.INTEGER_DIVIDE_BY_ZERO, thrown);
        } else if (thrown instanceof StackOverflowError) {
            return trap(Kind.STACK_EXHAUSTED, thrown);
        }
        return thrown instanceof HostFailure failure ? failure.thrown() : thrown;
    }

    private static Trap trap(Kind kind, Throwable thrown) {
        var stack = thrown.getStackTrace();
        var trap = stack.length > 0 ? new Trap(kind)
                : new Trap(kind, kind.text() + " (HotSpot keeps no guest stack for this trap in hot code)");
        if (stack.length > 0) {
            trap.setStackTrace(stack);
        }
        return trap;
    }
}

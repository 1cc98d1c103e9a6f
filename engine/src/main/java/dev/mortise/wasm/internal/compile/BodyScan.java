package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;

/**
 * A quick look at a validated body before it is compiled: whether it calls anything or loops, and about how many bytes
 * of bytecode it becomes.
 */
final class BodyScan {

    private final ModuleDefinition module;
    private final int function;
    private final int start;
    private final CompileOptions options;
    private boolean hasCalls;
    private boolean hasLoops;
    private long size;
    private long inlined;

    /** @param options the size is that of code that is compiled so */
    BodyScan(ModuleDefinition module, int function, int start, CompileOptions options) {
        this.module = module;
        this.function = function;
        this.start = start;
        this.options = options;
        var walk = walk();
        var estimate = new InlinedBytes();
        while (walk.hasNext()) {
            var instruction = walk.next();
            hasCalls |= instruction == Instruction.CALL || instruction == Instruction.CALL_INDIRECT
                    || takesLong(instruction);
            hasLoops |= instruction == Instruction.LOOP;
            size += walk.size() + (options.isMetered() ? FuelPlan.bytes(instruction) : 0);
            inlined += estimate.ofNext(instruction);
        }
    }

    /** Another walk from the first instruction. */
    SizeEstimator walk() {
        return new SizeEstimator(module, function, start, options);
    }

    /** Whether one instruction can work on gigabytes: who repeats it must be able to be stopped. */
    static boolean takesLong(Instruction instruction) {
        return switch (instruction) {
            case MEMORY_FILL, MEMORY_COPY, MEMORY_INIT, MEMORY_GROW, TABLE_FILL, TABLE_COPY, TABLE_INIT, TABLE_GROW ->
                    true;
            default -> false;
        };
    }

    /** Whether it calls something or does something else that may take long. */
    boolean hasCalls() {
        return hasCalls;
    }

    boolean hasLoops() {
        return hasLoops;
    }

    /** Estimated bytes of bytecode of the whole body. */
    long size() {
        return size;
    }

    /** Estimated bytes of what is inlined into it, see {@link InlinedBytes}. */
    long inlined() {
        return inlined;
    }
}

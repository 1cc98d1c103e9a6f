package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.Instruction;

/**
 * Estimates what HotSpot's C2 inlines into a method beside its own bytecode. Once both come to 8,000 bytes it inlines
 * nothing more, and each further load or store is a call. Code that never ran takes nothing in.
 */
final class InlinedBytes {

    /** A load or store: our method and two of the JDK's. */
    private static final int ACCESS = 60;
    /** A call, as most callees that are called often are small, those of a kernel among them. */
    private static final int CALL = 100;
    /** Instructions without a label or branch among them that likely run whenever the function does. */
    private static final int STRETCH = 20;

    private int stretch;

    /** The estimate for an instruction that runs often. */
    static long ofHot(Instruction instruction) {
        return switch (instruction) {
            case CALL, CALL_INDIRECT -> CALL;
            default -> instruction.widthLog2() < 0 ? 0 : ACCESS;
        };
    }

    /**
     * The estimate for the next instruction of a body whose run-time is not known. Of the loads and stores between many
     * branches most never run: that is how an allocator looks, which is slower in pieces.
     */
    long ofNext(Instruction instruction) {
        switch (instruction) {
            case BLOCK, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN -> stretch = 0;
            default -> stretch++;
        }
        return instruction.widthLog2() < 0 || stretch > STRETCH ? ofHot(instruction) : 0;
    }
}

package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;

/**
 * Whether C2 will take a loop as counted, judged by the instructions before its back edge: it does for a signed
 * comparison, and for an inequality if the variable moves by one. Compilers to Wasm end most loops by an inequality
 * after unrolling them, or by an unsigned comparison. See {@link LoopRounds} for what becomes of those.
 */
final class Induction {

    private Instruction previous = Instruction.NOP;
    private int constant;
    /** What was added last, or 0 if that was no constant. */
    private int step;
    /** Changes where a loop begins and at calls: C2 counts only innermost loops without any. */
    private int stretch;

    /** A loop begins; {@link #isUncounted} wants the answer. */
    int loop() {
        return ++stretch;
    }

    /** The next instruction of the function. */
    void saw(Instruction instruction, CodeReader reader) {
        switch (instruction) {
            case I32_CONST -> constant = (int) reader.value();
            case I32_ADD, I32_SUB -> step = previous == Instruction.I32_CONST ? constant : 0;
            case CALL, CALL_INDIRECT -> stretch++;
            default -> {
            }
        }
        previous = instruction;
    }

    /**
     * Whether a loop that goes on if what came last holds is one that C2 could count but for its condition.
     *
     * @param loop what {@link #loop} said of it
     */
    boolean isUncounted(int loop) {
        return loop == stretch && switch (previous) {
            case I32_LT_U, I32_GT_U, I32_LE_U, I32_GE_U, I64_LT_U, I64_GT_U, I64_LE_U, I64_GE_U -> true;
            case I32_NE, LOCAL_TEE -> Math.abs(step) > 1;
            default -> false;
        };
    }
}

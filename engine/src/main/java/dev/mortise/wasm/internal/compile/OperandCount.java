package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;

/** How many operands an instruction takes; what a branch or a block carries is not counted. */
final class OperandCount {

    private OperandCount() {}

    static int of(Instruction instruction, CodeReader reader, ModuleDefinition module) {
        if (instruction.hasFixedTypes()) {
            return instruction.operands().length();
        }
        return switch (instruction) {
            case CALL -> module.functionType(reader.index()).parameters().size();
            case CALL_INDIRECT -> module.types().get(reader.index()).parameters().size() + 1;
            case SELECT, SELECT_TYPED, TABLE_FILL -> 3;
            case TABLE_SET, TABLE_GROW -> 2;
            case DROP, LOCAL_SET, LOCAL_TEE, GLOBAL_SET, TABLE_GET, REF_IS_NULL, IF, BR_IF, BR_TABLE -> 1;
            default -> 0;
        };
    }
}

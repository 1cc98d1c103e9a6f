package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;

/**
 * A quick look at a validated body before it is compiled: whether it calls anything or loops, and about how many bytes
 * of bytecode it becomes.
 */
final class BodyScan {

    private final ModuleDefinition module;
    private final int start;
    private final int end;
    private boolean hasCalls;
    private boolean hasLoops;
    private int size;

    BodyScan(ModuleDefinition module, int function, int start) {
        this.module = module;
        this.start = start;
        this.end = module.body(function).end();
        var reader = reader();
        while (reader.remaining() > 0) {
            var instruction = reader.next();
            hasCalls |= instruction == Instruction.CALL || instruction == Instruction.CALL_INDIRECT;
            hasLoops |= instruction == Instruction.LOOP;
            size += estimate(instruction, reader);
        }
    }

    /** A reader at the first instruction. */
    CodeReader reader() {
        return new CodeReader(module, start, end);
    }

    boolean hasCalls() {
        return hasCalls;
    }

    boolean hasLoops() {
        return hasLoops;
    }

    /** Estimated bytes of bytecode of the whole body. */
    int size() {
        return size;
    }

    /** Estimated bytes of bytecode of the instruction read last; rather too many than too few. */
    int estimate(Instruction instruction, CodeReader reader) {
        return switch (instruction) {
            case NOP, BLOCK, END, DROP -> 1;
            case LOOP -> 26;
            case ELSE, IF, BR, BR_IF -> 3;
            case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> reader.index() < 100 ? 2 : 4;
            case BR_TABLE -> 12 + 4 * Math.min(reader.labels().length, BranchTables.MAX_CASES);
            case CALL -> call(module.functionType(reader.index()));
            case CALL_INDIRECT -> 14 + call(module.types().get(reader.index()))
                    + 4 * module.types().get(reader.index()).parameters().size();
            case SELECT, SELECT_TYPED -> 5;
            default -> instruction.widthLog2() >= 0 ? reader.value() == 0 ? 5 : 8
                    : switch (instruction.immediate()) {
                        case NONE -> isOneBytecode(instruction) ? 1 : 4;
                        case I32, I64, F32, F64 -> reader.value() >= -128 && reader.value() < 128 ? 2 : 3;
                        case GLOBAL -> 6;
                        default -> 14;
                    };
        };
    }

    private static boolean isOneBytecode(Instruction instruction) {
        return switch (instruction) {
            case I32_ADD, I32_SUB, I32_MUL, I32_AND, I32_OR, I32_XOR, I32_SHL, I32_SHR_S, I32_SHR_U, I64_ADD, I64_SUB,
                    I64_MUL, I64_AND, I64_OR, I64_XOR, F32_ADD, F32_SUB, F32_MUL, F32_DIV, F64_ADD, F64_SUB, F64_MUL,
                    F64_DIV, I32_EQZ, I32_EQ, I32_NE, I32_LT_S, I32_GT_S, I32_LE_S, I32_GE_S, I64_EQ, I64_NE, I64_LT_S,
                    I64_GT_S, I64_LE_S, I64_GE_S, I32_WRAP_I64, I64_EXTEND_I32_S -> true;
            default -> false;
        };
    }

    private static int call(FunctionType type) {
        return 5 + 7 * Math.max(0, type.results().size() - 1) + wide(type.parameters().size());
    }

    private static int wide(int parameters) {
        return parameters > 100 ? 24 * parameters : 0;
    }
}

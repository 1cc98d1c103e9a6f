package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;

/**
 * A quick look at a validated body before it is compiled: whether it calls anything, and about how many bytes of
 * bytecode it becomes.
 */
final class BodyScan {

    private final ModuleDefinition module;
    private final int start;
    private final int end;
    private boolean hasCalls;
    private int size;

    BodyScan(ModuleDefinition module, int function, int start) {
        this.module = module;
        this.start = start;
        this.end = module.body(function).end();
        var reader = reader();
        while (reader.remaining() > 0) {
            var instruction = reader.next();
            hasCalls |= instruction == Instruction.CALL || instruction == Instruction.CALL_INDIRECT;
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

    /** Estimated bytes of bytecode of the whole body. */
    int size() {
        return size;
    }

    /** Estimated bytes of bytecode of the instruction read last; rather too many than too few. */
    int estimate(Instruction instruction, CodeReader reader) {
        return switch (instruction) {
            case NOP, BLOCK, END, DROP -> 1;
            case LOOP -> 8;
            case ELSE -> 4;
            case IF, BR, BR_IF -> 6;
            case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> 4;
            case BR_TABLE -> 24 + 4 * Math.min(reader.labels().length, BranchTables.MAX_CASES);
            case CALL -> 8 + (module.functionType(reader.index()).results().size() > 1 ? 8 * module.functionType(
                    reader.index()).results().size() : 0)
                    + wide(module.functionType(reader.index()).parameters().size());
            case CALL_INDIRECT -> 24 + 6 * module.types().get(reader.index()).parameters().size()
                    + 8 * module.types().get(reader.index()).results().size();
            case SELECT, SELECT_TYPED -> 6;
            default -> instruction.widthLog2() >= 0 ? 13
                    : switch (instruction.immediate()) {
                        case NONE -> 5;
                        case I32, I64, F32, F64 -> 4;
                        case GLOBAL -> 9;
                        default -> 16;
                    };
        };
    }

    private static int wide(int parameters) {
        return parameters > 100 ? 24 * parameters : 0;
    }
}

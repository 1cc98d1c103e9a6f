package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.idiom.DispatchLoops;
import java.util.ArrayList;
import java.util.List;

/** Walks over a validated body and estimates how many bytes of bytecode each instruction becomes. */
final class SizeEstimator {

    /** To move a value to or from a slot or the frame of a split function. */
    private static final long VALUE_BYTES = 12;

    private final ModuleDefinition module;
    private final CodeReader reader;
    private final int end;
    private final DispatchLoops dispatches;
    private final CompileOptions options;
    /** How many values the label of each open block carries, the function's own first. */
    private final List<Integer> arities = new ArrayList<>();
    private Instruction last = Instruction.NOP;
    private long size;

    /** Starts at the first instruction of a function. */
    SizeEstimator(ModuleDefinition module, int function, int start, CompileOptions options) {
        this.module = module;
        this.options = options;
        this.end = module.body(function).end();
        this.dispatches = new DispatchLoops(module, function);
        this.reader = new CodeReader(module, start, end);
        arities.add(module.functionType(function).results().size());
    }

    /** Whether instructions are left. */
    boolean hasNext() {
        return reader.remaining() > 0;
    }

    /** Reads the next instruction. */
    Instruction next() {
        var instruction = reader.next();
        last = instruction;
        size = estimate();
        switch (instruction) {
            case BLOCK, IF -> arities.add(reader.blockType().results().size());
            case LOOP -> arities.add(reader.blockType().parameters().size());
            case END -> arities.removeLast();
            default -> {
            }
        }
        return instruction;
    }

    /** Estimated bytes of bytecode of the instruction read last; rather too many than too few. */
    long size() {
        return size;
    }

    private long estimate() {
        return alone(last, reader, module) + switch (last) {
            case LOOP -> VALUE_BYTES * reader.blockType().parameters().size()
                    + BulkLoops.bytes(module, end, reader, dispatches, options);
            case BR, BR_IF -> carrying(reader.index());
            case RETURN -> carrying(arities.size() - 1);
            case BR_TABLE -> carrying(reader.labels()[0]) * Math.min(reader.labels().length, arities.size());
            default -> 0;
        };
    }

    /** Estimated bytes of an instruction, without what it takes to move the values that it carries to a label. */
    static long alone(Instruction instruction, CodeReader reader, ModuleDefinition module) {
        return switch (instruction) {
            case NOP, BLOCK, END, DROP, RETURN -> 1L;
            case LOOP -> 26;
            case ELSE, IF, BR, BR_IF -> 3;
            case LOCAL_GET, LOCAL_SET -> reader.index() < 100 ? 2 : 4;
            case LOCAL_TEE -> reader.index() < 100 ? 3 : 5;
            case I32_ROTL, I32_ROTR -> 7;
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

    private static long call(FunctionType type) {
        return 5 + 7L * Math.max(0, type.results().size() - 1) + wide(type.parameters().size());
    }

    /** A branch with one value is a jump; more of them may have to be moved one by one. */
    private long carrying(int label) {
        var arity = arities.get(arities.size() - 1 - label);
        return arity <= 1 ? 0 : VALUE_BYTES * arity;
    }

    private static long wide(int parameters) {
        return parameters > 100 ? 24L * parameters : 0;
    }
}

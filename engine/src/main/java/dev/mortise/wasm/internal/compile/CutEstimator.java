package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.idiom.DispatchLoops;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.validate.FunctionValidator;

/**
 * Walks over a function that is going to be cut, and estimates how many bytes of bytecode each instruction becomes in a
 * piece. It does with the heights of the operand stack what {@link CutBody} does with the operands.
 */
final class CutEstimator {

    /** To move a value from the stack to the frame or back. */
    static final int VALUE_BYTES = 9;
    /** To move many within the frame. */
    private static final int MOVE_BYTES = 16;
    /** To give the places of the frame back. */
    private static final int RETURN_BYTES = 11;
    /** What a local of the frame costs more than one of the method. */
    private static final int LOCAL_EXTRA = 5;
    /** What the switch behind a piece needs for a label of the method. */
    static final int LABEL_BYTES = 8;

    private final ModuleDefinition module;
    private final FunctionValidator validator;
    private final CodeReader reader;
    private final CompileOptions options;
    private final int end;
    private final DispatchLoops dispatches;
    private int framed;
    private int low;
    private int widest;
    private long size;
    private long inlined;

    CutEstimator(ModuleCompiler module, int function) {
        this.module = module.definition();
        this.validator = new FunctionValidator(this.module, module.declarations(), function);
        this.reader = validator.reader();
        this.options = module.options();
        this.end = this.module.body(function).end();
        this.dispatches = new DispatchLoops(this.module, function);
        widest = this.module.functionType(function).results().size();
    }

    /** Offset of the next instruction. */
    int position() {
        return reader.position();
    }

    /** Reads the next instruction. */
    Instruction next() {
        var instruction = validator.read();
        var isLive = !validator.unreachable();
        low = validator.height();
        size = 0;
        inlined = 0;
        if (isLive) {
            inlined = InlinedBytes.ofHot(instruction);
            take(OperandCount.of(instruction, reader, module));
            size += bytes(instruction) + (options.isMetered() ? FuelPlan.bytes(instruction) : 0);
        }
        var block = validator.control(0);
        var height = block.height();
        validator.apply(instruction);
        switch (instruction) {
            case END, ELSE -> {
                // The code may have been dead before; now it is as at a label.
                var values = instruction == Instruction.END ? block.type().results() : block.type().parameters();
                low = Math.min(low, height);
                framed = values.size() > 1 ? height + values.size() : height;
            }
            case CALL, CALL_INDIRECT -> {
                var results = callee(instruction).results().size();
                framed = results > CutBody.MAX_RESULTS ? validator.height() : Math.min(framed, low);
            }
            default -> {
            }
        }
        framed = Math.min(framed, validator.height());
        low = Math.min(low, validator.height());
        return instruction;
    }

    /** Estimated bytes of the instruction read last; none if it cannot be reached. */
    long size() {
        return size;
    }

    /** Estimated bytes of what is inlined for it; none if it cannot be reached. */
    long inlined() {
        return inlined;
    }

    /** How few operands there were while it ran. */
    int low() {
        return low;
    }

    /** How many operands there are behind it. */
    int height() {
        return validator.height();
    }

    /** Whether the innermost block has no operands now. */
    boolean isBetweenStatements() {
        return validator.depth() > 0 && validator.height() == validator.control(0).height();
    }

    /** The most operands so far. */
    int highest() {
        return validator.highest();
    }

    /** The most values that a label carries, of those so far. */
    int widestLabel() {
        return widest;
    }

    /** The immediates of the instruction read last. */
    CodeReader reader() {
        return reader;
    }

    private FunctionType callee(Instruction instruction) {
        return instruction == Instruction.CALL ? module.functionType(reader.index())
                : module.types().get(reader.index());
    }

    private void take(int count) {
        var height = validator.height();
        if (height - framed > count + CutBody.MAX_ON_STACK) {
            flush(height);
        }
        low = height - count;
        if (framed > low) {
            size += (long) VALUE_BYTES * (framed - low) + 4L * (height - framed);
            framed = low;
        }
    }

    private void flush(int to) {
        size += (long) VALUE_BYTES * Math.max(0, to - framed);
        framed = Math.max(framed, to);
    }

    private long bytes(Instruction instruction) {
        var alone = SizeEstimator.alone(instruction, reader, module);
        return switch (instruction) {
            case BLOCK, LOOP, IF -> {
                open(instruction);
                // The locals that it reads may be in the frame, each read longer by as much as a local's own.
                var bulk = instruction == Instruction.LOOP
                        ? 2L * BulkLoops.bytes(module, end, reader, dispatches, options) : 0;
                yield alone + LABEL_BYTES + bulk;
            }
            case ELSE, END -> alone + VALUE_BYTES * (long) validator.control(0).type().results().size();
            case BR, BR_IF -> alone + branch(validator.control(reader.index()).labelTypes().size())
                    + (reader.index() == validator.depth() - 1 ? RETURN_BYTES : 0);
            case RETURN -> alone + RETURN_BYTES + branch(validator.control(validator.depth() - 1).labelTypes().size());
            case BR_TABLE -> table();
            case CALL, CALL_INDIRECT -> call(instruction, alone);
            case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> alone + LOCAL_EXTRA;
            default -> alone;
        };
    }

    private void open(Instruction instruction) {
        var type = reader.blockType();
        var parameters = type.parameters().size();
        widest = Math.max(widest, Math.max(parameters, type.results().size()));
        var below = validator.height() - parameters - (instruction == Instruction.IF ? 1 : 0);
        low = Math.min(low, below);
        if (framed < below) {
            size += 8;
            flush(below);
        }
        if (parameters > 1 || instruction == Instruction.LOOP) {
            flush(below + parameters);
        }
    }

    private long branch(int values) {
        var onStack = validator.height() - framed;
        return onStack + switch (values) {
            case 0 -> 1;
            case 1 -> 4 + VALUE_BYTES;
            default -> 4 + MOVE_BYTES + (long) VALUE_BYTES * Math.min(values, onStack);
        };
    }

    private long table() {
        var labels = reader.labels();
        var values = validator.control(labels[0]).labelTypes().size();
        if (SplitPlan.standsAlone(labels)) {
            return 100 + branch(values);
        }
        return 12 + labels.length * (LABEL_BYTES + branch(values));
    }

    private long call(Instruction instruction, long alone) {
        var callee = callee(instruction);
        var results = callee.results().size();
        var parameters = callee.parameters().size();
        var bytes = instruction == Instruction.CALL_INDIRECT ? 20L + 4L * parameters : 5L;
        if (JvmTypes.isWide(callee)) {
            flush(low + parameters);
            bytes += 2 * MOVE_BYTES;
        } else if (results > CutBody.MAX_RESULTS) {
            bytes += 2L * VALUE_BYTES * (validator.height() - framed);
        }
        framed = Math.min(framed, low);
        return results > CutBody.MAX_RESULTS ? bytes + MOVE_BYTES + VALUE_BYTES : Math.min(bytes + 30, alone + bytes);
    }
}

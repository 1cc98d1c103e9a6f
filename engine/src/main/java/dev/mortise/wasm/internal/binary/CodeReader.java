package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.ValueType;
import java.util.List;

/**
 * A cursor over instructions (specification section 5.4): {@link #next()} reads one with its immediates, which stay
 * readable until the next call. Nothing is allocated but what {@code br_table} and typed {@code select} need.
 */
public final class CodeReader extends TypeReader {

    /** Entries that a {@code br_table} may have: what the JavaScript interface's limits allow, too. */
    private static final int MAX_LABELS = 65_520;
    private static final FunctionType EMPTY = FunctionType.of();
    private static final int[] NO_LABELS = new int[0];
    private static final FunctionType TO_I32 = EMPTY.returning(ValueType.I32);
    private static final FunctionType TO_I64 = EMPTY.returning(ValueType.I64);
    private static final FunctionType TO_F32 = EMPTY.returning(ValueType.F32);
    private static final FunctionType TO_F64 = EMPTY.returning(ValueType.F64);
    private static final FunctionType TO_FUNCREF = EMPTY.returning(ValueType.FUNCREF);
    private static final FunctionType TO_EXTERNREF = EMPTY.returning(ValueType.EXTERNREF);

    private final ModuleDefinition module;
    private int start;
    private int index;
    private int secondIndex;
    private int alignment;
    private long value;
    private int[] labels = NO_LABELS;
    private FunctionType blockType = EMPTY;
    private HeapType heapType = HeapType.FUNC;
    private List<ValueType> valueTypes = List.of();

    /** Reads a function's body or a constant expression of this module. */
    public CodeReader(ModuleDefinition module, int start, int end) {
        super(module.bytes(), start, end);
        this.module = module;
    }

    /** Offset of the instruction that was read last. */
    public int start() {
        return start;
    }

    /** The first index: label, function, type, local, global, table, memory, data or element segment. */
    public int index() {
        return index;
    }

    /** The second index, in the order of the binary format. */
    public int secondIndex() {
        return secondIndex;
    }

    /** The alignment exponent of a memory access. */
    public int alignment() {
        return alignment;
    }

    /** The constant (bits of a floating-point one), or the offset of a memory access. */
    public long value() {
        return value;
    }

    /** The labels of {@code br_table}, the default last. */
    public int[] labels() {
        return labels;
    }

    /** The type of a block. */
    public FunctionType blockType() {
        return blockType;
    }

    /** The heap type of {@code ref.null}. */
    public HeapType heapType() {
        return heapType;
    }

    /** The types of a typed {@code select}. */
    public List<ValueType> valueTypes() {
        return valueTypes;
    }

    /** Reads the next instruction with its immediates. */
    public Instruction next() {
        start = position;
        var opcode = u8();
        var instruction = Instruction.oneByte(opcode);
        if (instruction == null) {
            instruction = prefixed(opcode);
        }
        switch (instruction.immediate()) {
            case NONE -> {
            }
            case LOCAL, LABEL, GLOBAL, FUNCTION, TABLE, ELEMENT, MEMORY -> index = readIndex();
            case MEMORY_ARGUMENT -> memoryArgument();
            case I32 -> value = s32();
            case I64 -> value = s64();
            case F32 -> value = fixed32();
            case F64 -> value = fixed64();
            case BLOCK_TYPE -> blockType = readBlockType();
            case LABEL_TABLE -> readLabels();
            case TYPE_AND_TABLE, TABLE_AND_TABLE, ELEMENT_AND_TABLE, MEMORY_AND_MEMORY -> {
                index = readIndex();
                secondIndex = readIndex();
            }
            case DATA_AND_MEMORY -> {
                readDataIndex();
                secondIndex = readIndex();
            }
            case DATA -> readDataIndex();
            case HEAP_TYPE -> heapType = readHeapType();
            case VALUE_TYPES -> readValueTypes();
        }
        return instruction;
    }

    /** Skips a constant expression and its {@code end}; whether it is constant is for the validator to say. */
    public void skipExpression() {
        var depth = 1;
        while (depth > 0) {
            switch (next()) {
                case BLOCK, LOOP, IF -> depth++;
                case END -> depth--;
                default -> {
                }
            }
        }
    }

    private void memoryArgument() {
        var at = position;
        var flags = u32();
        if (Integer.compareUnsigned(flags, 0x80) >= 0) {
            throw malformed("malformed memop flags", at);
        }
        alignment = flags & 0x3F;
        index = (flags & 0x40) != 0 ? readIndex() : 0;
        value = u32() & 0xFFFF_FFFFL;
    }

    private void readDataIndex() {
        if (module.dataCount() < 0) {
            throw malformed("data count section required", start);
        }
        index = readIndex();
    }

    private void readLabels() {
        var at = position;
        var count = vectorLength(1);
        if (count > MAX_LABELS) {
            throw overLimit("br_table has " + count + " labels, this engine allows " + MAX_LABELS, at);
        }
        labels = new int[count + 1];
        for (var i = 0; i <= count; i++) {
            labels[i] = readIndex();
        }
    }

    private void readValueTypes() {
        var count = vectorLength(1);
        var types = new ValueType[count];
        for (var i = 0; i < count; i++) {
            types[i] = valueType();
        }
        valueTypes = List.of(types);
    }

    private FunctionType readBlockType() {
        var at = position;
        if (position < end && (bytes[position] & 0xC0) == 0x40) {
            var code = u8();
            return code == 0x40 ? EMPTY : toOne(valueTypeOf(code, at));
        }
        var typeIndex = s33();
        if (typeIndex < 0) {
            throw malformed("malformed block type", at);
        }
        if (typeIndex >= module.types().size()) {
            throw invalid("unknown type " + typeIndex, at);
        }
        return module.types().get((int) typeIndex);
    }

    private static FunctionType toOne(ValueType type) {
        if (type == ValueType.I32) {
            return TO_I32;
        } else if (type == ValueType.I64) {
            return TO_I64;
        } else if (type == ValueType.F32) {
            return TO_F32;
        } else if (type == ValueType.F64) {
            return TO_F64;
        }
        return type.equals(ValueType.FUNCREF) ? TO_FUNCREF : TO_EXTERNREF;
    }

    private Instruction prefixed(int opcode) {
        switch (opcode) {
            case 0xFC -> {
                var number = u32();
                var instruction = number >= 0 ? Instruction.prefixFc(number) : null;
                if (instruction == null) {
                    throw malformed("illegal opcode 0xfc " + Integer.toUnsignedString(number), start);
                }
                return instruction;
            }
            case 0xFD -> throw unsupported(Proposal.SIMD, start);
            case 0xFB, 0xD3 -> throw unsupported(Proposal.GC, start);
            case 0xFE -> throw unsupported(Proposal.THREADS, start);
            case 0x12, 0x13, 0x15 -> throw unsupported(Proposal.TAIL_CALLS, start);
            case 0x14, 0xD4, 0xD5, 0xD6 -> throw unsupported(Proposal.FUNCTION_REFERENCES, start);
            case 0x06, 0x07, 0x08, 0x09, 0x0A, 0x18, 0x19, 0x1F -> throw unsupported(Proposal.EXCEPTIONS, start);
            default -> throw malformed("illegal opcode 0x%02x".formatted(opcode), start);
        }
    }
}

package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.text.internal.TypeParser.Identifiers;
import java.util.List;

/** What follows an instruction's name, from text to binary: one case a kind of immediate, none an instruction. */
final class ImmediateParser {

    private static final int HAS_MEMORY_INDEX = 0x40;

    private final TokenReader in;
    private final Scope scope;
    private final TypeParser types;
    private final IndexSpace locals;
    private final Labels labels;
    private boolean usesDataIndices;

    ImmediateParser(TokenReader in, Scope scope, IndexSpace locals, Labels labels) {
        this.in = in;
        this.scope = scope;
        this.types = new TypeParser(in, scope);
        this.locals = locals;
        this.labels = labels;
    }

    /** Whether an index of a data segment came by: the module then needs a data count section. */
    boolean usesDataIndices() {
        return usesDataIndices;
    }

    /** Writes the opcode, and the immediates that it reads. */
    void parse(Instruction instruction, ByteWriter out) {
        opcode(instruction.opcode(), out);
        switch (instruction.immediate()) {
            case NONE -> {
            }
            case BLOCK_TYPE -> blockType(out);
            case LABEL -> out.u32(labels.index(in));
            case LABEL_TABLE -> labelTable(out);
            case FUNCTION -> out.u32(scope.functions.index(in));
            case TYPE_AND_TABLE -> {
                var table = optional(scope.tables);
                out.u32(types.typeUse(Identifiers.FORBIDDEN).index()).u32(table);
            }
            case LOCAL -> out.u32(locals.index(in));
            case GLOBAL -> out.u32(scope.globals.index(in));
            case TABLE -> out.u32(optional(scope.tables));
            case TABLE_AND_TABLE -> bothOrNone(scope.tables, out);
            case ELEMENT_AND_TABLE -> secondOrBoth(scope.tables, scope.elements, out);
            case ELEMENT -> out.u32(scope.elements.index(in));
            case MEMORY_ARGUMENT -> memoryArgument(instruction.widthLog2(), out);
            case MEMORY -> out.u32(optional(scope.memories));
            case MEMORY_AND_MEMORY -> bothOrNone(scope.memories, out);
            case DATA_AND_MEMORY -> {
                usesDataIndices = true;
                secondOrBoth(scope.memories, scope.data, out);
            }
            case DATA -> {
                usesDataIndices = true;
                out.u32(scope.data.index(in));
            }
            case I32 -> out.s64((int) in.integer(32));
            case I64 -> out.s64(in.integer(64));
            case F32 -> out.fixed(in.floating(32), 4);
            case F64 -> out.fixed(in.floating(64), 8);
            case HEAP_TYPE -> out.u8(Codes.of(types.heapType()));
            case VALUE_TYPES -> valueTypes(types.results(), out);
        }
    }

    private static void opcode(int opcode, ByteWriter out) {
        if (opcode > 0xFF) {
            out.u8(opcode >> 8).u32(opcode & 0xFF);
        } else {
            out.u8(opcode);
        }
    }

    /** One value type or none stands for itself; everything else is a type index. */
    private void blockType(ByteWriter out) {
        if (in.atOpen("type")) {
            out.s64(Integer.toUnsignedLong(types.typeUse(Identifiers.FORBIDDEN).index()));
            return;
        }
        FunctionType type = types.signature(new IndexSpace("parameter"), Identifiers.FORBIDDEN);
        if (!type.parameters().isEmpty() || type.results().size() > 1) {
            out.s64(scope.intern(type));
        } else if (type.results().isEmpty()) {
            out.u8(Codes.EMPTY_BLOCK);
        } else {
            out.u8(Codes.of(type.results().getFirst()));
        }
    }

    private void labelTable(ByteWriter out) {
        var indices = new ByteWriter();
        var count = 0;
        var last = labels.index(in);
        while (in.atIndex()) {
            indices.u32(last);
            count++;
            last = labels.index(in);
        }
        out.u32(count).append(indices).u32(last);
    }

    private int optional(IndexSpace space) {
        return in.atIndex() ? space.index(in) : 0;
    }

    private void bothOrNone(IndexSpace space, ByteWriter out) {
        var none = !in.atIndex();
        out.u32(none ? 0 : space.index(in)).u32(none ? 0 : space.index(in));
    }

    /** The text has an optional table or memory, then the segment; the binary format turns them round. */
    private void secondOrBoth(IndexSpace container, IndexSpace segments, ByteWriter out) {
        var ahead = in.copy();
        ahead.next();
        var target = ahead.atIndex() ? container.index(in) : 0;
        out.u32(segments.index(in)).u32(target);
    }

    private void memoryArgument(int widthLog2, ByteWriter out) {
        var memory = optional(scope.memories);
        var offset = 0L;
        var alignment = widthLog2;
        if (in.atSetting("offset=")) {
            var token = in.next();
            offset = in.unsigned(token, token.text().substring("offset=".length()), "an offset", 32);
        }
        if (in.atSetting("align=")) {
            var token = in.next();
            var bytes = in.unsigned(token, token.text().substring("align=".length()), "an alignment", 32);
            if (Long.bitCount(bytes) != 1) {
                throw in.error("alignment must be a power of two, not " + bytes, token);
            }
            alignment = Long.numberOfTrailingZeros(bytes);
        }
        if (memory == 0) {
            out.u32(alignment);
        } else {
            out.u32(alignment | HAS_MEMORY_INDEX).u32(memory);
        }
        out.u64(offset);
    }

    private static void valueTypes(List<ValueType> types, ByteWriter out) {
        out.u32(types.size());
        for (var type : types) {
            out.u8(Codes.of(type));
        }
    }
}

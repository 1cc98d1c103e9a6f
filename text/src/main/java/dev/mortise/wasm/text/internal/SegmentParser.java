package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.text.internal.Sections.Id;

/**
 * Element and data segments (specification sections 6.6.10 and 6.6.11).
 *
 * <p>
 * An element segment starts with three bits: 0 for not active; 1 for an explicit table, or declarative; 2 for
 * expressions instead of function indices. The shortest form that fits is written.
 */
final class SegmentParser {

    private static final int NOT_ACTIVE = 1;
    private static final int EXPLICIT_TABLE = 2;
    private static final int DECLARATIVE = NOT_ACTIVE | 2;
    private static final int EXPRESSIONS = 4;
    private static final int FUNCTION_KIND = 0;

    private static final int DATA_ACTIVE = 0;
    private static final int DATA_PASSIVE = 1;
    private static final int DATA_EXPLICIT_MEMORY = 2;

    private final TokenReader in;
    private final Scope scope;
    private final TypeParser types;
    private final Sections sections;

    SegmentParser(TokenReader in, Scope scope, Sections sections) {
        this.in = in;
        this.scope = scope;
        this.types = new TypeParser(in, scope);
        this.sections = sections;
    }

    /**
     * The elements of a segment.
     *
     * @param type their type
     * @param expressions whether they are expressions or function indices
     * @param size how many there are
     * @param content as the binary format has them
     */
    private record Elements(ReferenceType type, boolean expressions, int size, ByteWriter content) {
    }

    /** The rest of {@code (elem ...)}. */
    void element() {
        in.identifier();
        if (in.skip("declare")) {
            write(DECLARATIVE, new ByteWriter(), elements());
            return;
        }
        var table = 0;
        if (in.skipOpen("table")) {
            table = scope.tables.index(in);
            in.close();
        } else if (!in.atOpen() || types.atValueType()) {
            write(NOT_ACTIVE, new ByteWriter(), elements());
            return;
        }
        var offset = new ByteWriter();
        ConstantExpression.inForm("offset", in, scope, offset);
        active(table, offset, elements());
    }

    /** The elements of {@code (table reftype (elem ...))}; returns how many there are. */
    int inlineElements(int table, ReferenceType type) {
        var elements = in.atOpen() ? expressions(type) : functionIndices(type);
        active(table, zero(), elements);
        return elements.size();
    }

    private void active(int table, ByteWriter offset, Elements elements) {
        if (table == 0 && elements.type().equals(ValueType.FUNCREF)) {
            write(0, offset, elements);
        } else {
            write(EXPLICIT_TABLE, new ByteWriter().u32(table).append(offset), elements);
        }
    }

    private void write(int flags, ByteWriter place, Elements elements) {
        var entry = sections.add(Id.ELEMENT).u32(flags | (elements.expressions() ? EXPRESSIONS : 0)).append(place);
        if (flags != 0) {
            entry.u8(elements.expressions() ? Codes.of(elements.type()) : FUNCTION_KIND);
        }
        entry.u32(elements.size()).append(elements.content());
    }

    private Elements elements() {
        if (in.skip("func") || in.atIndex() || in.atClose()) {
            return functionIndices(ValueType.FUNCREF);
        }
        return expressions(types.referenceType());
    }

    private Elements functionIndices(ReferenceType type) {
        var content = new ByteWriter();
        var size = 0;
        while (in.atIndex()) {
            var index = scope.functions.index(in);
            if (type.equals(ValueType.FUNCREF)) {
                content.u32(index);
            } else {
                // The short form has no type of its own: the validator must see that functions do not fit.
                content.u8(Instruction.REF_FUNC.opcode()).u32(index).u8(Instruction.END.opcode());
            }
            size++;
        }
        return new Elements(type, !type.equals(ValueType.FUNCREF), size, content);
    }

    private Elements expressions(ReferenceType type) {
        var content = new ByteWriter();
        var size = 0;
        while (in.atOpen()) {
            ConstantExpression.inForm("item", in, scope, content);
            size++;
        }
        return new Elements(type, true, size, content);
    }

    /** The rest of {@code (data ...)}. */
    void data() {
        in.identifier();
        if (!in.atOpen()) {
            sections.add(Id.DATA).u32(DATA_PASSIVE).sized(new ByteWriter().bytes(in.strings()));
            return;
        }
        var memory = 0;
        if (in.skipOpen("memory")) {
            memory = scope.memories.index(in);
            in.close();
        }
        var offset = new ByteWriter();
        ConstantExpression.inForm("offset", in, scope, offset);
        activeData(memory, offset, in.strings());
    }

    /** The strings of {@code (memory (data ...))}; returns their length. */
    int inlineData(int memory) {
        var bytes = in.strings();
        activeData(memory, zero(), bytes);
        return bytes.length;
    }

    private void activeData(int memory, ByteWriter offset, byte[] bytes) {
        var entry = sections.add(Id.DATA);
        if (memory == 0) {
            entry.u32(DATA_ACTIVE);
        } else {
            entry.u32(DATA_EXPLICIT_MEMORY).u32(memory);
        }
        entry.append(offset).sized(new ByteWriter().bytes(bytes));
    }

    private static ByteWriter zero() {
        return new ByteWriter().u8(Instruction.I32_CONST.opcode()).u8(0).u8(Instruction.END.opcode());
    }
}

package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.ModuleDefinition.DataSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.ElementSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Export;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Import;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes a module (specification section 5.5). Bodies, data and constant expressions are found, not read. No count is
 * believed before it is compared with the bytes that are left.
 */
public final class ModuleDecoder {

    private static final int MAGIC = 0x6D736100;
    private static final int VERSION = 1;
    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final int MAX_BODY_BYTES = 7_654_321;
    private static final Range NOWHERE = new Range(0, 0);
    private static final String[] SECTIONS = {"custom", "type", "import", "function", "table", "memory", "global",
        "export", "start", "element", "code", "data", "data count", "tag"};
    /** The place of each section id in a module: data count stands before code, tag before global. */
    private static final int[] ORDER = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    private final ModuleDefinition module;
    private final CodeReader reader;
    private final List<Section> sections = new ArrayList<>();
    private int[] definedTypes = new int[0];
    private int bodyCount;
    private int dataSegments;

    private ModuleDecoder(byte[] bytes) {
        module = new ModuleDefinition(bytes);
        reader = new CodeReader(module, 0, bytes.length);
    }

    /**
     * Decodes these bytes, which must not change afterwards.
     *
     * @throws dev.mortise.wasm.InvalidModuleException if they are malformed
     */
    public static ModuleDefinition decode(byte[] bytes) {
        var decoder = new ModuleDecoder(bytes);
        decoder.module();
        return decoder.module;
    }

    private void module() {
        var length = reader.end();
        if (length < 8 && isBeginning()) {
            throw reader.malformed("the file is cut off: unexpected end, the header alone takes 8 bytes and only "
                    + length + " are there", length);
        }
        if (length < 4 || reader.fixed32() != MAGIC) {
            throw reader.malformed("this is no WebAssembly module: magic header not detected (expected 00 61 73 6d)",
                    0);
        }
        if (length < 8 || reader.fixed32() != VERSION) {
            throw reader.malformed(length >= 8 && module.bytes()[6] == 1
                    ? "this is a WebAssembly component, not a module: unknown binary version"
                    : "unknown binary version (expected 01 00 00 00)", 4);
        }
        var last = 0;
        while (reader.remaining() > 0) {
            var start = reader.position();
            var id = reader.u8();
            if (id >= ORDER.length) {
                throw reader.malformed("malformed section id " + id, start);
            }
            var sectionEnd = sectionEnd(id);
            if (id != 0) {
                if (ORDER[id] <= last) {
                    throw reader.malformed("unexpected content after last section: section \"" + SECTIONS[id]
                            + "\" is repeated or out of order", start);
                }
                last = ORDER[id];
            }
            reader.seek(reader.position(), sectionEnd);
            section(id, start, sectionEnd);
            if (reader.position() != sectionEnd) {
                throw reader.malformed("section size mismatch: section \"" + SECTIONS[id] + "\" has "
                        + (sectionEnd - reader.position()) + " bytes left over", reader.position());
            }
            reader.seek(sectionEnd, length);
        }
        if (bodyCount != definedTypes.length) {
            throw reader.malformed("function and code section have inconsistent lengths: " + definedTypes.length
                    + " and " + bodyCount + (bodyCount == 0 ? ", as the file ends before a code section" : ""),
                    length);
        }
        if (module.dataCount >= 0 && module.dataCount != dataSegments) {
            throw reader.malformed("data count and data section have inconsistent lengths: " + module.dataCount
                    + " and " + dataSegments, length);
        }
        module.sections = List.copyOf(sections);
    }

    /** Whether there is something, and no more than how a module begins. */
    private boolean isBeginning() {
        var bytes = module.bytes();
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] != HEADER[i]) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /** Reads the size of a section; who reads past the file's end is told that the file is not whole. */
    private int sectionEnd(int id) {
        var at = reader.position();
        if (reader.remaining() == 0) {
            throw reader.malformed("the file is cut off: unexpected end behind the id of section \"" + SECTIONS[id]
                    + "\"", at);
        }
        var size = reader.u32() & 0xFFFF_FFFFL;
        var missing = size - reader.remaining();
        if (missing > 0) {
            throw reader
                    .malformed("the file is cut off: length out of bounds, unexpected end: section \"" + SECTIONS[id]
                            + "\" has " + size + " bytes, and " + missing + " of them are missing", at);
        }
        return reader.position() + (int) size;
    }

    private void section(int id, int start, int sectionEnd) {
        if (id == 0) {
            var name = reader.name();
            sections.add(new Section(0, name, new Range(reader.position(), sectionEnd)));
            reader.seek(sectionEnd, sectionEnd);
            return;
        }
        sections.add(new Section(id, SECTIONS[id], new Range(reader.position(), sectionEnd)));
        switch (id) {
            case 1 -> types();
            case 2 -> imports();
            case 3 -> functions();
            case 4 -> tables();
            case 5 -> memories();
            case 6 -> globals();
            case 7 -> exports();
            case 8 -> {
                module.startOffset = reader.position();
                module.start = reader.readIndex();
            }
            case 9 -> elements();
            case 10 -> bodies();
            case 11 -> data();
            case 12 -> dataCount();
            default -> throw reader.unsupported(Proposal.EXCEPTIONS, start);
        }
    }

    private void types() {
        var count = reader.vectorLength(1);
        var types = new ArrayList<FunctionType>(count);
        for (var i = 0; i < count; i++) {
            types.add(reader.functionType());
        }
        module.types = List.copyOf(types);
    }

    private void imports() {
        var count = reader.vectorLength(4);
        var imports = new ArrayList<Import>(count);
        var functionTypes = new int[count];
        var functions = 0;
        var tables = new ArrayList<TableType>();
        var tableOffsets = new int[count];
        var memoryOffsets = new int[count];
        var memories = new ArrayList<MemoryType>();
        var globals = new ArrayList<GlobalType>();
        for (var i = 0; i < count; i++) {
            var from = reader.name();
            var name = reader.name();
            var at = reader.position();
            switch (reader.u8()) {
                case 0 -> {
                    functionTypes[functions] = typeIndex();
                    imports.add(new Import(from, name, Kind.FUNCTION, functions++));
                }
                case 1 -> {
                    imports.add(new Import(from, name, Kind.TABLE, tables.size()));
                    tableOffsets[tables.size()] = reader.position();
                    tables.add(reader.tableType());
                }
                case 2 -> {
                    imports.add(new Import(from, name, Kind.MEMORY, memories.size()));
                    memoryOffsets[memories.size()] = reader.position();
                    memories.add(reader.memoryType());
                }
                case 3 -> {
                    imports.add(new Import(from, name, Kind.GLOBAL, globals.size()));
                    globals.add(reader.globalType());
                }
                case 4 -> throw reader.unsupported(Proposal.EXCEPTIONS, at);
                default -> throw reader.malformed("malformed import kind", at);
            }
        }
        module.imports = List.copyOf(imports);
        module.functionTypes = Arrays.copyOf(functionTypes, functions);
        module.importedFunctions = functions;
        module.importedTables = tables.size();
        module.tableOffsets = Arrays.copyOf(tableOffsets, tables.size());
        module.memoryOffsets = Arrays.copyOf(memoryOffsets, memories.size());
        module.tables = List.copyOf(tables);
        module.importedMemories = memories.size();
        module.memories = List.copyOf(memories);
        module.importedGlobals = globals.size();
        module.globals = List.copyOf(globals);
    }

    private int typeIndex() {
        var at = reader.position();
        var index = reader.readIndex();
        if (index >= module.types.size()) {
            throw reader.invalid("unknown type " + index, at);
        }
        return index;
    }

    private void functions() {
        var count = reader.vectorLength(1);
        var imported = module.importedFunctions;
        definedTypes = new int[count];
        module.functionTypes = Arrays.copyOf(module.functionTypes, imported + count);
        for (var i = 0; i < count; i++) {
            definedTypes[i] = typeIndex();
            module.functionTypes[imported + i] = definedTypes[i];
        }
    }

    private void tables() {
        var count = reader.vectorLength(3);
        var tables = new ArrayList<>(module.tables);
        module.tableOffsets = Arrays.copyOf(module.tableOffsets, tables.size() + count);
        for (var i = 0; i < count; i++) {
            module.tableOffsets[tables.size()] = reader.position();
            if (reader.remaining() > 0 && module.bytes()[reader.position()] == 0x40) {
                throw reader.unsupported(Proposal.FUNCTION_REFERENCES, reader.position());
            }
            tables.add(reader.tableType());
        }
        module.tables = List.copyOf(tables);
    }

    private void memories() {
        var count = reader.vectorLength(2);
        var memories = new ArrayList<>(module.memories);
        module.memoryOffsets = Arrays.copyOf(module.memoryOffsets, memories.size() + count);
        for (var i = 0; i < count; i++) {
            module.memoryOffsets[memories.size()] = reader.position();
            memories.add(reader.memoryType());
        }
        module.memories = List.copyOf(memories);
    }

    private void globals() {
        var count = reader.vectorLength(3);
        var globals = new ArrayList<>(module.globals);
        var initialisers = new ArrayList<Range>(count);
        for (var i = 0; i < count; i++) {
            globals.add(reader.globalType());
            initialisers.add(expression());
        }
        module.globals = List.copyOf(globals);
        module.globalInitialisers = List.copyOf(initialisers);
    }

    private Range expression() {
        var start = reader.position();
        reader.skipExpression();
        return new Range(start, reader.position());
    }

    private void exports() {
        var count = reader.vectorLength(3);
        var exports = new ArrayList<Export>(count);
        for (var i = 0; i < count; i++) {
            var at = reader.position();
            var name = reader.name();
            var kindAt = reader.position();
            var kind = switch (reader.u8()) {
                case 0 -> Kind.FUNCTION;
                case 1 -> Kind.TABLE;
                case 2 -> Kind.MEMORY;
                case 3 -> Kind.GLOBAL;
                case 4 -> throw reader.unsupported(Proposal.EXCEPTIONS, kindAt);
                default -> throw reader.malformed("malformed export kind", kindAt);
            };
            exports.add(new Export(name, kind, reader.readIndex(), at));
        }
        module.exports = List.copyOf(exports);
    }

    private void elements() {
        var count = reader.vectorLength(2);
        var segments = new ArrayList<ElementSegment>(count);
        for (var i = 0; i < count; i++) {
            segments.add(element());
        }
        module.elements = List.copyOf(segments);
    }

    /** Bit 0 of the flags: not active; bit 1: a table index or declarative; bit 2: expressions, not indices. */
    private ElementSegment element() {
        var at = reader.position();
        var flags = reader.u32();
        if (Integer.compareUnsigned(flags, 7) > 0) {
            throw reader.malformed("malformed elements segment kind", at);
        }
        var active = (flags & 1) == 0;
        var mode = active ? Mode.ACTIVE : (flags & 2) != 0 ? Mode.DECLARATIVE : Mode.PASSIVE;
        var table = active && (flags & 2) != 0 ? reader.readIndex() : 0;
        var offset = active ? expression() : NOWHERE;
        var typed = (flags & 3) != 0;
        var type = ValueType.FUNCREF;
        if ((flags & 4) != 0) {
            if (typed) {
                type = reader.referenceType();
            }
            var size = reader.vectorLength(2);
            var expressions = new ArrayList<Range>(size);
            for (var i = 0; i < size; i++) {
                expressions.add(expression());
            }
            return new ElementSegment(mode, table, offset, type, null, List.copyOf(expressions), at);
        }
        if (typed) {
            var kindAt = reader.position();
            if (reader.u8() != 0) {
                throw reader.malformed("malformed element kind", kindAt);
            }
        }
        var functions = new int[reader.vectorLength(1)];
        for (var i = 0; i < functions.length; i++) {
            functions[i] = reader.readIndex();
        }
        return new ElementSegment(mode, table, offset, type, functions, List.of(), at);
    }

    private void bodies() {
        bodyCount = reader.vectorLength(1);
        if (bodyCount != definedTypes.length) {
            throw reader.malformed("function and code section have inconsistent lengths: " + definedTypes.length
                    + " and " + bodyCount, reader.position());
        }
        var bodies = new ArrayList<Range>(bodyCount);
        for (var i = 0; i < bodyCount; i++) {
            var at = reader.position();
            var size = reader.vectorLength(1);
            if (size > MAX_BODY_BYTES) {
                throw reader.overLimit("the body of function " + (module.importedFunctions + i) + " has " + size
                        + " bytes, this engine allows " + MAX_BODY_BYTES, at);
            }
            bodies.add(new Range(reader.position(), reader.position() + size));
            reader.skip(size);
        }
        module.bodies = List.copyOf(bodies);
    }

    private void dataCount() {
        var at = reader.position();
        module.dataCount = reader.u32();
        if (module.dataCount < 0) {
            // Well-formed by itself, but no file has so many segments.
            throw reader.malformed("data count and data section have inconsistent lengths: "
                    + Integer.toUnsignedString(module.dataCount) + " segments cannot fit a module", at);
        }
    }

    private void data() {
        dataSegments = reader.vectorLength(2);
        var segments = new ArrayList<DataSegment>(dataSegments);
        for (var i = 0; i < dataSegments; i++) {
            var at = reader.position();
            var flags = reader.u32();
            if (Integer.compareUnsigned(flags, 2) > 0) {
                throw reader.malformed("malformed data segment kind", at);
            }
            var memory = flags == 2 ? reader.readIndex() : 0;
            var offset = flags == 1 ? NOWHERE : expression();
            var size = reader.vectorLength(1);
            var data = new Range(reader.position(), reader.position() + size);
            reader.skip(size);
            segments.add(new DataSegment(flags == 1 ? Mode.PASSIVE : Mode.ACTIVE, memory, offset, data));
        }
        module.data = List.copyOf(segments);
    }
}

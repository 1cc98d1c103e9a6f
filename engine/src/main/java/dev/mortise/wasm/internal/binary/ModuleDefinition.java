package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.TableType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decoded module: its index spaces, imports first, and the places of the parts that are read later. Only the decoder
 * changes anything; expressions and bodies stay where they are in {@link #bytes()}.
 */
public final class ModuleDefinition {

    /** One of the five kinds of import and export. */
    public enum Kind {
        FUNCTION, TABLE, MEMORY, GLOBAL
    }

    /** A range of the module's bytes. */
    public record Range(int start, int end) {

        /** Length in bytes. */
        public int length() {
            return end - start;
        }
    }

    /** An import; {@code index} is its place in the index space of its kind. */
    public record Import(String module, String name, Kind kind, int index) {
    }

    /** An export; {@code offset} is for messages. */
    public record Export(String name, Kind kind, int index, int offset) {
    }

    /** How a segment is used. */
    public enum Mode {
        ACTIVE, PASSIVE, DECLARATIVE
    }

    /** A data segment; {@code offset} is its offset expression, empty unless active. */
    public record DataSegment(Mode mode, int memory, Range offset, Range data) {
    }

    /**
     * An element segment; {@code functions} holds function indices, or is null where {@code expressions} holds a
     * constant expression each.
     */
    public record ElementSegment(Mode mode, int table, Range offset, ReferenceType type,
            int @Nullable [] functions,
            List<Range> expressions, int position) {

        /** How many elements it has. */
        public int size() {
            return functions == null ? expressions.size() : functions.length;
        }
    }

    /** A section as it stands in the file; {@code name} is a custom section's, else the specification's. */
    public record Section(int id, String name, Range contents) {
    }

    private final byte[] bytes;
    List<Section> sections = List.of();
    List<FunctionType> types = List.of();
    List<Import> imports = List.of();
    int[] functionTypes = new int[0];
    int importedFunctions;
    List<TableType> tables = List.of();
    int importedTables;
    List<MemoryType> memories = List.of();
    int importedMemories;
    List<GlobalType> globals = List.of();
    int importedGlobals;
    List<Range> globalInitialisers = List.of();
    List<Export> exports = List.of();
    int start = -1;
    int startOffset = -1;
    int[] tableOffsets = new int[0];
    int[] memoryOffsets = new int[0];
    List<ElementSegment> elements = List.of();
    List<DataSegment> data = List.of();
    int dataCount = -1;
    List<Range> bodies = List.of();
    private volatile @Nullable NameSection names;

    ModuleDefinition(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The module itself. */
    public byte[] bytes() {
        return bytes;
    }

    /** All sections in the order of the file. */
    public List<Section> sections() {
        return sections;
    }

    /** The type section. */
    public List<FunctionType> types() {
        return types;
    }

    /** The import section. */
    public List<Import> imports() {
        return imports;
    }

    /** How many functions there are, imports included. */
    public int functionCount() {
        return functionTypes.length;
    }

    /** The type index of a function. */
    public int functionTypeIndex(int function) {
        return functionTypes[function];
    }

    /** The type of a function. */
    public FunctionType functionType(int function) {
        return types.get(functionTypes[function]);
    }

    /** How many functions are imported: the index of the first one with a body. */
    public int importedFunctions() {
        return importedFunctions;
    }

    /** All tables. */
    public List<TableType> tables() {
        return tables;
    }

    /** How many tables are imported. */
    public int importedTables() {
        return importedTables;
    }

    /** All memories. */
    public List<MemoryType> memories() {
        return memories;
    }

    /** How many memories are imported. */
    public int importedMemories() {
        return importedMemories;
    }

    /** All globals. */
    public List<GlobalType> globals() {
        return globals;
    }

    /** How many globals are imported. */
    public int importedGlobals() {
        return importedGlobals;
    }

    /** The constant expressions of the globals that are not imported. */
    public List<Range> globalInitialisers() {
        return globalInitialisers;
    }

    /** The export section. */
    public List<Export> exports() {
        return exports;
    }

    /** The start function's index, or -1. */
    public int start() {
        return start;
    }

    /** Where the start section names its function, for messages; -1 without one. */
    public int startOffset() {
        return startOffset;
    }

    /** Where the type of a table stands, for messages. */
    public int tableOffset(int index) {
        return tableOffsets[index];
    }

    /** Where the type of a memory stands, for messages. */
    public int memoryOffset(int index) {
        return memoryOffsets[index];
    }

    /** The element section. */
    public List<ElementSegment> elements() {
        return elements;
    }

    /** The data section. */
    public List<DataSegment> data() {
        return data;
    }

    /** What the data count section says, or -1 without one. */
    public int dataCount() {
        return dataCount;
    }

    /** The bodies of the functions that are not imported, from the local declarations to the last {@code end}. */
    public List<Range> bodies() {
        return bodies;
    }

    /** The body of a function that is not imported. */
    public Range body(int function) {
        return bodies.get(function - importedFunctions);
    }

    /** The type of something by kind and index. */
    public ExternType externType(Kind kind, int index) {
        return switch (kind) {
            case FUNCTION -> functionType(index);
            case TABLE -> tables.get(index);
            case MEMORY -> memories.get(index);
            case GLOBAL -> globals.get(index);
        };
    }

    /** The first custom section of this name. */
    public Optional<Section> customSection(String name) {
        return sections.stream().filter(section -> section.id == 0 && section.name.equals(name)).findFirst();
    }

    /** The name section, read on first use; a malformed one counts as empty, as the specification asks. */
    public NameSection names() {
        var result = names;
        if (result == null) {
            result = customSection("name").map(Section::contents).map(this::readNames)
                    .orElseGet(() -> readNames(new Range(0, 0)));
            names = result;
        }
        return result;
    }

    private NameSection readNames(Range range) {
        return NameSection.read(bytes, range, functionCount());
    }

    /** What to call a function in messages: its index, and its name if it has one. */
    public String describeFunction(int function) {
        return names().function(function).map(name -> function + " \"" + Excerpt.of(name) + "\"").orElse("" + function);
    }
}

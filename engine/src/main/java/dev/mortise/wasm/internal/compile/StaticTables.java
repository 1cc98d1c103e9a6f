package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.ElementSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import dev.mortise.wasm.internal.validate.Declarations;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contents of tables that never change: neither imported nor exported, written by no instruction, filled by
 * segments at constant offsets. C, C++ and Rust make just one such table for their function pointers. Of interest are
 * only types that few of a table's functions have, and only those are kept.
 */
final class StaticTables {

    /** More functions of one type than this are not worth a switch. */
    static final int MOST = 30;
    private static final SortedMap<Integer, Integer> NONE = new TreeMap<>();

    private record Key(FunctionType type, int table) {

        // Written out, as in FunctionType.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && table == key.table && type.equals(key.type);
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + table;
        }
    }

    private final ModuleDefinition module;
    /** Function index by element index. */
    private final Map<Key, SortedMap<Integer, Integer>> functions = new HashMap<>();

    /** Ends of the ranges that segments wrote, by table and start. */
    private final Map<Integer, TreeMap<Integer, Integer>> written = new HashMap<>();

    StaticTables(ModuleDefinition module, Declarations declarations) {
        this.module = module;
        var changing = new BitSet();
        for (var table = 0; table < module.tables().size(); table++) {
            changing.set(table, table < module.importedTables() || declarations.isWritten(table));
        }
        for (var export : module.exports()) {
            if (export.kind() == Kind.TABLE) {
                changing.set(export.index());
            }
        }
        for (var segment : module.elements()) {
            if (segment.mode() == Mode.ACTIVE && !changing.get(segment.table()) && !put(segment)) {
                changing.set(segment.table());
            }
        }
        functions.keySet().removeIf(key -> changing.get(key.table));
        written.clear();
    }

    /** Function index by element index, of the functions of a type in a table; empty if they may change or are many. */
    SortedMap<Integer, Integer> functions(FunctionType type, int table) {
        var found = functions.getOrDefault(new Key(type, table), NONE);
        return found.size() > MOST ? NONE : found;
    }

    /** Notes what a segment writes; false if that cannot be known, or if instantiation will fail because of it. */
    private boolean put(ElementSegment segment) {
        var offset = constant(segment.offset());
        var indices = segment.functions();
        var size = module.tables().get(segment.table()).limits().minimum();
        if (indices == null || offset < 0 || offset + (long) indices.length > size
                || overlaps(segment.table(), offset, offset + indices.length)) {
            return false;
        }
        for (var i = 0; i < indices.length; i++) {
            var key = new Key(module.functionType(indices[i]), segment.table());
            var same = functions.computeIfAbsent(key, each -> new TreeMap<>());
            if (same.size() <= MOST) {
                same.put(offset + i, indices[i]);
            }
        }
        return true;
    }

    /** Whether an earlier segment wrote to the same elements, which might have been functions of another type. */
    private boolean overlaps(int table, int start, int end) {
        var ranges = written.computeIfAbsent(table, each -> new TreeMap<>());
        var before = ranges.lowerEntry(end);
        if (before != null && before.getValue() > start) {
            return true;
        }
        ranges.put(start, end);
        return false;
    }

    /** The value of a constant offset, or -1. */
    private int constant(Range expression) {
        var reader = new CodeReader(module, expression.start(), expression.end());
        if (reader.next() != Instruction.I32_CONST) {
            return -1;
        }
        var value = (int) reader.value();
        return reader.next() == Instruction.END ? value : -1;
    }
}

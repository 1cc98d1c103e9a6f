package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.ElementSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import dev.mortise.wasm.internal.validate.Declarations;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of tables that never change: neither imported nor exported, written by no instruction, filled by segments
 * at constant offsets. C, C++ and Rust make just one such table for their function pointers.
 */
final class StaticTables {

    private final ModuleDefinition module;
    private final Declarations declarations;
    private final Map<Integer, SortedMap<Integer, Integer>> tables = new HashMap<>();

    StaticTables(ModuleDefinition module, Declarations declarations) {
        this.module = module;
        this.declarations = declarations;
        for (var table = module.importedTables(); table < module.tables().size(); table++) {
            if (isUntouched(table)) {
                fill(table);
            }
        }
    }

    /** Function index by element index; empty for a table that may change. */
    SortedMap<Integer, Integer> functions(int table) {
        return tables.getOrDefault(table, new TreeMap<>());
    }

    private boolean isUntouched(int table) {
        return !declarations.isWritten(table)
                && module.exports().stream().noneMatch(each -> each.kind() == Kind.TABLE && each.index() == table);
    }

    private void fill(int table) {
        var functions = new TreeMap<Integer, Integer>();
        for (var segment : module.elements()) {
            if (segment.mode() == Mode.ACTIVE && segment.table() == table) {
                var offset = constant(segment.offset());
                if (offset.isEmpty() || segment.functions() == null) {
                    return;
                }
                put(segment, offset.getAsInt(), functions);
            }
        }
        tables.put(table, functions);
    }

    private static void put(ElementSegment segment, int offset, SortedMap<Integer, Integer> functions) {
        var indices = segment.functions();
        for (var i = 0; indices != null && i < indices.length; i++) {
            functions.put(offset + i, indices[i]);
        }
    }

    private OptionalInt constant(Range expression) {
        var reader = new CodeReader(module, expression.start(), expression.end());
        if (reader.next() != Instruction.I32_CONST) {
            return OptionalInt.empty();
        }
        var value = (int) reader.value();
        return reader.next() == Instruction.END ? OptionalInt.of(value) : OptionalInt.empty();
    }
}

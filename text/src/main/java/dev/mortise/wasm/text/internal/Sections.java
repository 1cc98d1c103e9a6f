package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The parts of a module, collected in any order and written in the one that the binary format wants. */
final class Sections {

    /** The sections that are vectors, in their order. */
    enum Id {
        TYPE(1), IMPORT(2), FUNCTION(3), TABLE(4), MEMORY(5), GLOBAL(6), EXPORT(7), ELEMENT(9), CODE(10), DATA(11);

        private final int number;

        Id(int number) {
            this.number = number;
        }
    }

    private static final int START = 8;
    private static final int DATA_COUNT = 12;
    private static final long MAGIC = 0x6D736100;

    private final Map<Id, ByteWriter> contents = new EnumMap<>(Id.class);
    private final Map<Id, Integer> counts = new EnumMap<>(Id.class);
    private final ByteWriter start = new ByteWriter();
    private boolean needsDataCount;

    Sections() {
        for (var id : Id.values()) {
            contents.put(id, new ByteWriter());
            counts.put(id, 0);
        }
    }

    /** Counts one more entry of a section and returns where to write it. */
    ByteWriter add(Id id) {
        counts.merge(id, 1, Integer::sum);
        return contents.getOrDefault(id, new ByteWriter());
    }

    void start(int function) {
        start.u32(function);
    }

    void needDataCount() {
        needsDataCount = true;
    }

    /** The whole module but for custom sections. */
    ByteWriter write(List<FunctionType> types) {
        for (var type : types) {
            var entry = add(Id.TYPE).u8(Codes.FUNCTION_TYPE);
            valueTypes(type.parameters(), entry);
            valueTypes(type.results(), entry);
        }
        var module = new ByteWriter().fixed(MAGIC, 4).fixed(1, 4);
        contents.forEach((id, content) -> {
            int count = counts.getOrDefault(id, 0);
            if (id == Id.ELEMENT && start.size() > 0) {
                module.u8(START).sized(start);
            }
            if (id == Id.CODE && needsDataCount) {
                module.u8(DATA_COUNT).sized(new ByteWriter().u32(counts.getOrDefault(Id.DATA, 0)));
            }
            if (count > 0) {
                module.u8(id.number).sized(new ByteWriter().u32(count).append(content));
            }
        });
        return module;
    }

    private static void valueTypes(List<ValueType> types, ByteWriter out) {
        out.u32(types.size());
        types.forEach(type -> out.u8(Codes.of(type)));
    }
}

package dev.mortise.wasm.text.internal;

import java.util.List;
import java.util.Map;

/**
 * The custom section "name" (specification section 7.4.1, and the extended name section proposal for tables and the
 * rest), made from identifiers.
 */
final class NameSectionWriter {

    private static final int MODULE = 0;
    private static final int FUNCTIONS = 1;
    private static final int LOCALS = 2;
    private static final int TYPES = 4;
    private static final int TABLES = 5;
    private static final int MEMORIES = 6;
    private static final int GLOBALS = 7;
    private static final int ELEMENTS = 8;
    private static final int DATA = 9;

    private final ByteWriter content = new ByteWriter();

    private NameSectionWriter() {}

    /** Appends the section to a module, if there is any identifier. */
    static void append(ByteWriter module, String moduleName, Scope scope, List<IndexSpace> locals) {
        var writer = new NameSectionWriter();
        if (!moduleName.isEmpty()) {
            writer.subsection(MODULE, new ByteWriter().name(moduleName));
        }
        writer.map(FUNCTIONS, scope.functions);
        writer.locals(locals);
        writer.map(TYPES, scope.types);
        writer.map(TABLES, scope.tables);
        writer.map(MEMORIES, scope.memories);
        writer.map(GLOBALS, scope.globals);
        writer.map(ELEMENTS, scope.elements);
        writer.map(DATA, scope.data);
        if (writer.content.size() > 0) {
            module.u8(0).sized(new ByteWriter().name("name").append(writer.content));
        }
    }

    private void subsection(int id, ByteWriter bytes) {
        content.u8(id).sized(bytes);
    }

    private void map(int id, IndexSpace space) {
        if (!space.names().isEmpty()) {
            subsection(id, nameMap(space.names()));
        }
    }

    private void locals(List<IndexSpace> locals) {
        var count = 0;
        var entries = new ByteWriter();
        for (var function = 0; function < locals.size(); function++) {
            var names = locals.get(function).names();
            if (!names.isEmpty()) {
                entries.u32(function).append(nameMap(names));
                count++;
            }
        }
        if (count > 0) {
            subsection(LOCALS, new ByteWriter().u32(count).append(entries));
        }
    }

    private static ByteWriter nameMap(Map<String, Integer> names) {
        var result = new ByteWriter().u32(names.size());
        names.forEach((name, index) -> result.u32(index).name(name));
        return result;
    }
}

package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.InvalidModuleException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The custom section "name" (specification section 7.4.1), as far as the engine shows it: module and functions. */
public final class NameSection {

    static final NameSection EMPTY = new NameSection("", Map.of());

    private static final int MODULE = 0;
    private static final int FUNCTIONS = 1;

    private final String module;
    private final Map<Integer, String> functions;

    private NameSection(String module, Map<Integer, String> functions) {
        this.module = module;
        this.functions = functions;
    }

    static NameSection read(byte[] bytes, ModuleDefinition.Range range) {
        var reader = new ByteReader(bytes, range.start(), range.end());
        var module = "";
        var functions = new HashMap<Integer, String>();
        try {
            while (reader.remaining() > 0) {
                var id = reader.u8();
                var size = reader.vectorLength(1);
                var next = reader.position() + size;
                if (id == MODULE) {
                    module = reader.name();
                } else if (id == FUNCTIONS) {
                    var count = reader.vectorLength(2);
                    for (var i = 0; i < count; i++) {
                        var index = reader.u32();
                        functions.put(index, reader.name());
                    }
                }
                reader.seek(next, range.end());
            }
        } catch (InvalidModuleException e) {
            // A custom section is never a reason to refuse a module: what was read so far is what there is.
            return new NameSection(module, functions);
        }
        return new NameSection(module, functions);
    }

    /** The module's own name. */
    public Optional<String> module() {
        return module.isEmpty() ? Optional.empty() : Optional.of(module);
    }

    /** A function's name. */
    public Optional<String> function(int index) {
        return Optional.ofNullable(functions.get(index));
    }
}

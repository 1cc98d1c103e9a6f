package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.InvalidModuleException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The custom section "name" (specification section 7.4.1), as far as the engine shows it: module and functions. A
 * function's name is read when somebody asks for it; kept is only where each one stands.
 */
public final class NameSection {

    private static final int MODULE = 0;
    private static final int FUNCTIONS = 1;

    private final byte[] bytes;
    private final ModuleDefinition.Range range;
    private final int functionCount;
    private final String module;
    /** Where each function's name begins, 0 if it has none. Several threads may make the same one. */
    private volatile int @Nullable [] places;

    private NameSection(byte[] bytes, ModuleDefinition.Range range, int functionCount) {
        this.bytes = bytes;
        this.range = range;
        this.functionCount = functionCount;
        var found = new String[]{""};
        subsections(MODULE, reader -> found[0] = reader.name());
        this.module = found[0];
    }

    /** Reads the section of a module with this many functions; entries for others are passed over. */
    static NameSection read(byte[] bytes, ModuleDefinition.Range range, int functionCount) {
        return new NameSection(bytes, range, functionCount);
    }

    /** What is done with a subsection. */
    private interface Contents {
        void read(ByteReader reader);
    }

    private void subsections(int wanted, Contents contents) {
        var reader = new ByteReader(bytes, range.start(), range.end());
        try {
            while (reader.remaining() > 0) {
                var id = reader.u8();
                var size = reader.vectorLength(1);
                var next = reader.position() + size;
                if (id == wanted) {
                    contents.read(reader);
                }
                reader.seek(next, range.end());
            }
        } catch (InvalidModuleException e) {
            // A custom section is never a reason to refuse a module: what was read so far is what there is.
        }
    }

    private int[] places() {
        var known = places;
        if (known != null) {
            return known;
        }
        var found = new int[functionCount];
        subsections(FUNCTIONS, reader -> {
            var count = reader.vectorLength(2);
            for (var i = 0; i < count; i++) {
                var index = reader.u32();
                var place = reader.position();
                reader.skip(reader.vectorLength(1));
                if (Integer.compareUnsigned(index, functionCount) < 0) {
                    found[index] = place;
                }
            }
        });
        places = found;
        return found;
    }

    /** The module's own name. */
    public Optional<String> module() {
        return module.isEmpty() ? Optional.empty() : Optional.of(module);
    }

    /** A function's name. */
    public Optional<String> function(int index) {
        var known = places();
        if (index < 0 || index >= functionCount || known[index] == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ByteReader(bytes, known[index], range.end()).name());
        } catch (InvalidModuleException e) {
            // Its bytes are no UTF-8.
            return Optional.empty();
        }
    }
}

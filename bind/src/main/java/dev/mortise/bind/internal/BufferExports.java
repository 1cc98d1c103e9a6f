package dev.mortise.bind.internal;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a guest exports for buffers.
 *
 * @param prepare gives a buffer of a size
 * @param get gives the one buffer
 * @param grow makes that larger
 * @param memory where they lie
 * @param isStatic whether one buffer is kept
 * @param source the name of the export that gives that one; empty where it is {@code prepare}
 * @param mistakes of types
 */
record BufferExports(@Nullable Function prepare, @Nullable Function get, @Nullable Function grow,
        @Nullable Memory memory, boolean isStatic, String source, List<String> mistakes) {

    private static final FunctionType PREPARE = FunctionType.of(ValueType.I32).returning(ValueType.I64);
    private static final FunctionType GET = FunctionType.of().returning(ValueType.I64);

    static BufferExports of(Instance instance, BufferSettings settings) {
        var mistakes = new ArrayList<String>();
        var isStatic = settings.isStatic();
        var source = settings.source().orElse("wasm_get_buffer");
        var get = isStatic ? find(instance, List.of(source), GET, mistakes) : null;
        var grow = get == null ? null : find(instance, List.of("wasm_grow_buffer"), PREPARE, mistakes);
        var names = !isStatic && settings.source().isPresent() ? List.of(settings.source().get())
                : List.of("wasm_prepare_buffer", "alloc");
        var prepare = get != null ? null : find(instance, names, PREPARE, mistakes);
        return new BufferExports(prepare, get, grow, memory(instance).orElse(null), isStatic,
                get == null ? "" : source, mistakes);
    }

    private static @Nullable Function find(Instance instance, List<String> names, FunctionType type,
            List<String> mistakes) {
        for (var name : names) {
            var found = instance.findFunction(name);
            if (found.isPresent()) {
                if (found.get().type().equals(type)) {
                    return found.get();
                }
                mistakes.add("export \"" + name + "\" must be " + type + " to give a buffer, but is "
                        + found.get().type());
            }
        }
        return null;
    }

    /** The exported memory of the usual name, else the only one. */
    static Optional<Memory> memory(Instance instance) {
        if (instance.exports().get("memory") instanceof Memory memory) {
            return Optional.of(memory);
        }
        var all =
                instance.exports().values().stream().filter(Memory.class::isInstance).map(Memory.class::cast).toList();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** That arguments can be passed in a buffer. */
    void checkArguments() throws Misfit {
        if (!mistakes.isEmpty()) {
            throw new Misfit(String.join("; ", mistakes));
        }
        if (prepare == null && get == null) {
            throw new Misfit(isStatic
                    ? "the guest gives no static buffer: it must export wasm_get_buffer() -> i64, or name another export "
                            + "by bufferFrom"
                    : "the guest gives no buffer: it must export wasm_prepare_buffer(i32) -> i64 or alloc(i32) -> i64, or "
                            + "name another export by bufferFrom");
        }
        checkMemory();
    }

    /** That there is a memory to read from. */
    void checkMemory() throws Misfit {
        if (memory == null) {
            throw new Misfit("the guest exports no memory");
        }
    }
}

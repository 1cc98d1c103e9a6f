package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.SharedAdapters;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;

/** An exported function that a host can call by Extism's convention: no parameters, at most a return code. */
@FunctionalInterface
public interface EntryPoint {

    /** Calls it; what it returns is its code, 0 where it has none. */
    int call();

    /** Whether there is such a function and it keeps to the convention. */
    static boolean exists(Module module, String name) {
        return type(module, name).filter(type -> type.parameters().isEmpty()
                && (type.results().isEmpty() || type.results().equals(List.of(ValueType.I32)))).isPresent();
    }

    /**
     * Checks that the function can be called at all.
     *
     * @throws PluginException if it is not there, takes parameters or has several results
     */
    static void require(Module module, String name) {
        var type = type(module, name).orElseThrow(() -> new PluginException(Kind.FUNCTION_NOT_FOUND,
                "Function not found: %s; the plug-in exports %s".formatted(name, callable(module))));
        if (!type.parameters().isEmpty() || type.results().size() > 1) {
            throw new PluginException(Kind.FUNCTION_NOT_FOUND,
                    ("Function %s is %s: a plug-in's function takes no parameters and returns nothing or an i32; call "
                            + "this one from Java with dev.mortise.wasm.Module").formatted(name, type));
        }
    }

    /** The function in an instance; {@link #require} has let it pass. */
    static EntryPoint of(Instance instance, String name) {
        var function = instance.function(name);
        var results = function.type().results();
        if (results.isEmpty()) {
            var action = SharedAdapters.of(function, MethodHandles.lookup(), Action.class);
            return () -> {
                action.call();
                return 0;
            };
        }
        return results.getFirst() == ValueType.I32
                ? SharedAdapters.of(function, MethodHandles.lookup(), EntryPoint.class)
                : withoutCode(function);
    }

    /** Extism counts a result that is no code as a failure. */
    private static EntryPoint withoutCode(Function function) {
        return () -> {
            function.call();
            return -1;
        };
    }

    private static Optional<FunctionType> type(Module module, String name) {
        for (var export : module.exports()) {
            if (export.name().equals(name) && export.type() instanceof FunctionType type) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static List<String> callable(Module module) {
        return module.exports().stream().map(ExportType::name).filter(name -> exists(module, name))
                .toList();
    }

    /** A function without a result. */
    @FunctionalInterface
    interface Action {
        /** Calls it. */
        void call();
    }
}

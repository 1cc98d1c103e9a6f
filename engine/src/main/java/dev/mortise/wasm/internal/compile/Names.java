package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JVM names for a module and its functions, so that stack traces, profilers and debuggers speak the guest's names. */
final class Names {

    private static final int MAX_LENGTH = 200;
    private static final String ROOT = "wasm.";

    private final ModuleDefinition module;
    /** Made on demand; several threads may make the same one. */
    private final @Nullable String[] methods;
    /** Names of imports and exports, for functions without a name of their own. */
    private final Map<Integer, String> others = new HashMap<>();

    Names(ModuleDefinition module) {
        this.module = module;
        this.methods = new @Nullable String[module.functionCount()];
        for (var each : module.imports()) {
            if (each.kind() == Kind.FUNCTION) {
                others.put(each.index(), each.module() + "_" + each.name());
            }
        }
        for (var export : module.exports()) {
            if (export.kind() == Kind.FUNCTION) {
                others.putIfAbsent(export.index(), export.name());
            }
        }
    }

    /** The package of a module's classes. */
    static String packageOf(String moduleName) {
        var name = moduleName.endsWith(".wasm") ? moduleName.substring(0, moduleName.length() - 5) : moduleName;
        return ROOT + (name.isEmpty() ? "module" : legal(name));
    }

    /** The method of a function: its name, else its export's or import's, and its index, as names repeat. */
    String method(int function) {
        var known = methods[function];
        if (known == null) {
            known = newMethod(function);
            methods[function] = known;
        }
        return known;
    }

    private String newMethod(int function) {
        var name = module.names().function(function).orElseGet(() -> fallback(function));
        return legal(name) + "_" + function;
    }

    private String fallback(int function) {
        return others.getOrDefault(function, "function");
    }

    /** Replaces what an unqualified name of the JVM must not contain. */
    static String legal(String name) {
        var legal = new StringBuilder(name.length());
        for (var i = 0; i < Math.min(name.length(), MAX_LENGTH); i++) {
            var c = name.charAt(i);
            legal.append(".;[/<>".indexOf(c) >= 0 || Character.isISOControl(c) || Character.isSurrogate(c) ? '_' : c);
        }
        return legal.toString();
    }
}

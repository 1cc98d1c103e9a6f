package dev.mortise.plugin.internal;

import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.BlockFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects static methods as host functions: the instance that calls is their last parameter. */
final class FunctionSet {

    private final Map<String, HostFunction> functions = new LinkedHashMap<>();

    /** What was collected, by the name that plug-ins import. */
    Map<String, HostFunction> functions() {
        return Map.copyOf(functions);
    }

    /** Adds methods of the class behind the lookup. */
    Source from(MethodHandles.Lookup lookup) {
        return new Source(lookup);
    }

    /** One class full of functions. */
    final class Source {

        private final MethodHandles.Lookup lookup;

        private Source(MethodHandles.Lookup lookup) {
            this.lookup = lookup;
        }

        void add(String name, String method, Class<?> result, Class<?>... parameters) {
            functions.put(name, HostFunction.of(find(name, method, result, parameters)));
        }

        /** Adds a method that does next to nothing, see {@link HostFunction#leaf}. */
        void addLeaf(String name, String method, Class<?> result, Class<?>... parameters) {
            functions.put(name, HostFunction.leaf(find(name, method, result, parameters)));
        }

        /** Adds such a method that moves one word, with what moves many. */
        void addLeaf(String name, BlockFunction block, String method, Class<?> result, Class<?>... parameters) {
            functions.put(name, BlockFunction.attach(HostFunction.leaf(find(name, method, result, parameters)), block));
        }

        private MethodHandle find(String name, String method, Class<?> result, Class<?>... parameters) {
            var type = MethodType.methodType(result, parameters).appendParameterTypes(Instance.class);
            try {
                return lookup.findStatic(lookup.lookupClass(), method, type);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a host function's entry does not fit its method: " + name, e);
            }
        }
    }
}

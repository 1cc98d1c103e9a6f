package dev.mortise.wasm.internal;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.internal.runtime.FunctionReference;
import java.lang.invoke.MethodHandles;

/** For floors that call the same function in many instances. */
public final class SharedAdapters {

    private SharedAdapters() {}

    /**
     * Like {@link Function#as(MethodHandles.Lookup, Class)}, but all instances of a module share one class: the JIT
     * compiles it once, and another instance's object costs a microsecond.
     *
     * @param caller of the package of the interface
     */
    public static <T> T of(Function function, MethodHandles.Lookup caller, Class<T> functionalInterface) {
        return ((FunctionReference) function).asShared(caller, functionalInterface);
    }
}

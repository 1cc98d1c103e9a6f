package dev.mortise.wasm.internal.runtime;

import java.lang.invoke.MethodHandle;

/** Where the classes of a module find the call sites of their module when they are initialised. */
public final class Linkage {

    private Linkage() {}

    /** The interruption point, {@code (ModuleInstance)void}. */
    public static MethodHandle interruptionPoint(Class<?> from) {
        return code(from).interruption().point();
    }

    /** The same for the ways into the module's code. */
    public static MethodHandle crossingPoint(Class<?> from) {
        return code(from).interruption().crossing();
    }

    /** Whether memories of the module may be shorter than their arrays. */
    public static MemoryMode memoryMode(Class<?> from) {
        return code(from).memoryMode();
    }

    /** What an import calls, natural types and the calling instance. */
    public static MethodHandle importPoint(Class<?> from, int index) {
        return code(from).importSite(index).point();
    }

    /** What an instance imports, ready to be called. */
    public static FunctionReference imported(ModuleInstance instance, int index) {
        var reference = instance.imports[index];
        if (reference instanceof LazyFunction) {
            reference = reference.resolve();
            instance.imports[index] = reference;
        }
        return reference;
    }

    private static ModuleCode code(Class<?> from) {
        return ((ModuleLoader) from.getClassLoader()).code();
    }
}

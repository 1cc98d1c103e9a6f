package dev.mortise.wasm.internal.runtime;

import org.jspecify.annotations.Nullable;

/** Stands for a function of an instance in tables and exports until somebody calls it: making its class costs 50 us. */
final class LazyFunction extends FunctionReference {

    private final ModuleInstance instance;
    private final int index;
    private @Nullable FunctionReference resolved;

    LazyFunction(ModuleInstance instance, int index) {
        super(instance.code().definition().functionType(index));
        this.instance = instance;
        this.index = index;
    }

    @Override
    public FunctionReference resolve() {
        var result = resolved;
        if (result == null) {
            result = instance.code().newReference(instance, index);
            resolved = result;
        }
        return result;
    }

    @Override
    protected @Nullable Object[] apply(@Nullable Object[] arguments) {
        throw new AssertionError("resolve first");
    }

    @Override
    public ModuleInstance owner() {
        return instance;
    }

    @Override
    public String toString() {
        return "function " + instance.code().definition().describeFunction(index) + " " + type();
    }
}

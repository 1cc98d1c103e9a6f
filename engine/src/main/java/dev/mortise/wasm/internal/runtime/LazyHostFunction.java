package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.HostFunction;
import org.jspecify.annotations.Nullable;

/** Stands for an imported host function until it is used as a value: calls through the import need no class for it. */
final class LazyHostFunction extends FunctionReference {

    private final ModuleInstance instance;
    private final HostFunction function;
    private @Nullable FunctionReference resolved;

    LazyHostFunction(ModuleInstance instance, HostFunction function) {
        super(function.type());
        this.instance = instance;
        this.function = function;
    }

    @Override
    public FunctionReference resolve() {
        var result = resolved;
        if (result == null) {
            result = instance.code().newHostReference(instance, function);
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
        return "host function " + type();
    }
}

package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a function of an instance in tables, exports and imports until somebody calls it as a value: making its
 * class costs 50 us. By this object a function is known for ever after, and compared.
 */
final class LazyFunction extends FunctionReference {

    private final ModuleInstance instance;
    private final Object target;
    private @Nullable FunctionReference resolved;

    private LazyFunction(ModuleInstance instance, FunctionType type, Object target) {
        super(type);
        this.instance = instance;
        this.target = target;
    }

    /** A function with a body. */
    static LazyFunction ofModule(ModuleInstance instance, int index) {
        var code = instance.code();
        return new LazyFunction(instance, code.definition().functionType(index), new ModuleFunction(code, index));
    }

    /** A function that the instance got from the host. */
    static LazyFunction ofHost(ModuleInstance instance, HostFunction function) {
        return new LazyFunction(instance, function.type(), function);
    }

    /**
     * What is called, whatever instance it belongs to: a {@link HostFunction} or a {@link ModuleFunction}. Keeps no
     * instance alive.
     */
    Object target() {
        return target;
    }

    @Override
    LazyFunction origin() {
        return this;
    }

    boolean isSame(LazyFunction other) {
        return this == other || instance.equals(other.instance) && target.equals(other.target);
    }

    int hash() {
        return 31 * instance.hashCode() + target.hashCode();
    }

    @Override
    public FunctionReference resolve() {
        var result = resolved;
        if (result == null) {
            result = target instanceof ModuleFunction function
                    ? function.code().newReference(instance, function.index())
                    : instance.code().newHostReference(instance, (HostFunction) target);
            result.standsIn(this);
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

    String describe() {
        return target instanceof ModuleFunction function
                ? "function " + function.code().definition().describeFunction(function.index()) + " " + type()
                : "host function " + type();
    }

    /** A function of a module, in all its instances. */
    record ModuleFunction(ModuleCode code, int index) {
    }
}

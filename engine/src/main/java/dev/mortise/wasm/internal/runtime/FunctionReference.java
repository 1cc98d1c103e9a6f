package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function as a value. Those that can be called are of a class emitted for their signature (see
 * {@link SignatureClasses}) and, below it, for the function itself; the others stand for one until it is needed.
 */
public abstract non-sealed class FunctionReference implements Function {

    private final FunctionType type;
    private @Nullable LazyFunction origin;

    /** Called by emitted classes. */
    protected FunctionReference(FunctionType type) {
        this.type = type;
    }

    @Override
    public final FunctionType type() {
        return type;
    }

    /** Calls it with one unboxed value an argument; what comes out is as at the boundary. Emitted. */
    protected abstract @Nullable Object[] apply(@Nullable Object[] arguments) throws Throwable;

    /** The reference that can be called; this one, unless it only stands for it. */
    public FunctionReference resolve() {
        return this;
    }

    /** What stood for this function before it had a class: by that it is compared. */
    LazyFunction origin() {
        return Objects.requireNonNull(origin, "made by its origin alone");
    }

    final void standsIn(LazyFunction before) {
        origin = before;
    }

    /** The instance that it belongs to: where its classes come from. */
    public abstract ModuleInstance owner();

    @Override
    public final @Nullable Object[] call(@Nullable Object... arguments) {
        checkArguments(arguments);
        try {
            return resolve().apply(arguments);
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    @Override
    public final MethodHandle handle() {
        return Adapters.handle(resolve());
    }

    @Override
    public final <T> T as(Class<T> functionalInterface) {
        return Adapters.implement(resolve(), MethodHandles.publicLookup(), functionalInterface);
    }

    @Override
    public final <T> T as(MethodHandles.Lookup caller, Class<T> functionalInterface) {
        return Adapters.implement(resolve(), caller, functionalInterface);
    }

    /**
     * Like {@link #as(MethodHandles.Lookup, Class)} for a caller in the package of the interface, with one class for all
     * instances of the module.
     */
    public final <T> T asShared(MethodHandles.Lookup caller, Class<T> functionalInterface) {
        return Adapters.implementShared(resolve(), caller, functionalInterface);
    }

    /**
     * The way in for this function in all instances of its module: the resolved reference as an {@code Object}, then
     * the natural types; of several results the first, the others wait in the {@linkplain #owner() owner}.
     */
    public final MethodHandle sharedHandle() {
        return Adapters.shared(resolve());
    }

    /** Two references are equal if they call the same function of the same instance. No class is made to find out. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other || other instanceof FunctionReference reference && origin().isSame(reference.origin());
    }

    @Override
    public final int hashCode() {
        return origin().hash();
    }

    @Override
    public final String toString() {
        return origin().describe();
    }

    /** Throws anything as it is: host functions may throw checked exceptions through a guest. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private void checkArguments(@Nullable Object[] arguments) {
        var parameters = type.parameters();
        if (arguments.length != parameters.size()) {
            throw new IllegalArgumentException("a function of type " + type + " takes " + parameters.size()
                    + " arguments, not " + arguments.length);
        }
        for (var i = 0; i < arguments.length; i++) {
            checkArgument(arguments[i], i, type);
        }
    }

    /** Checks that an argument from the host is of its parameter's type, and answers it. */
    static @Nullable Object checkArgument(@Nullable Object value, int index, FunctionType function) {
        var parameter = function.parameters().get(index);
        if (!fits(parameter, value)) {
            throw new IllegalArgumentException(
                    misfit("argument " + index + " of a function of type " + function, parameter, value));
        }
        return value;
    }

    /** Whether a value from the host is of a Wasm type. */
    static boolean fits(ValueType type, @Nullable Object value) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> value instanceof Integer;
            case I64 -> value instanceof Long;
            case F32 -> value instanceof Float;
            case F64 -> value instanceof Double;
        } : (value == null || !type.equals(ValueType.FUNCREF)
                || value instanceof Function);
    }

    /** What to say of a value that does not fit. */
    static String misfit(String what, ValueType type, @Nullable Object value) {
        return what + " must be " + type + " (" + javaName(type) + "), not "
                + (value == null ? "null" : value.getClass().getName());
    }

    private static String javaName(ValueType type) {
        return List.of("Integer", "Long", "Float", "Double", "Function", "Object").get(
                type instanceof NumberType number ? number.ordinal() : type.equals(ValueType.FUNCREF) ? 4 : 5);
    }
}

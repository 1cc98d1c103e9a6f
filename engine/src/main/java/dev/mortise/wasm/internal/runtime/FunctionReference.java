package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function as a value. Those that can be called are of a class emitted for their signature (see
 * {@link SignatureClasses}) and, below it, for the function itself; the others stand for one until it is needed.
 */
public abstract non-sealed class FunctionReference implements Function {

    private final FunctionType type;

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

    /** Two references are equal if they call the same function of the same instance. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other || other instanceof FunctionReference reference && resolve() == reference.resolve();
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
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
            checkValue(parameters.get(i), arguments[i], "argument " + i + " of a function of type " + type);
        }
    }

    /** Checks that a value from the host is of a Wasm type. */
    static void checkValue(ValueType type, @Nullable Object value, String what) {
        var fits = switch (type) {
            case NumberType number -> switch (number) {
                case I32 -> value instanceof Integer;
                case I64 -> value instanceof Long;
                case F32 -> value instanceof Float;
                case F64 -> value instanceof Double;
            };
            case ReferenceType reference -> value == null || !reference.equals(ValueType.FUNCREF)
                    || value instanceof Function;
        };
        if (!fits) {
            throw new IllegalArgumentException(what + " must be " + type + " (" + javaName(type) + "), not "
                    + (value == null ? "null" : value.getClass().getName()));
        }
    }

    private static String javaName(ValueType type) {
        return List.of("Integer", "Long", "Float", "Double", "Function", "Object").get(switch (type) {
            case NumberType number -> number.ordinal();
            case ReferenceType reference -> reference.equals(ValueType.FUNCREF) ? 4 : 5;
        });
    }
}

package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Turns what a host gives as a function into a handle of natural types with the calling instance last. */
public final class HostSignatures {

    private static final MethodHandle WRAP;

    static {
        var lookup = MethodHandles.lookup();
        try {
            WRAP = lookup.findStatic(HostSignatures.class, "rethrow",
                    MethodType.methodType(void.class, Throwable.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }

    private HostSignatures() {}

    /** The Wasm type and normal form of a handle; {@link HostFunction#of(MethodHandle)} says what may be in it. */
    public static HostFunction fromHandle(MethodHandle handle,
            BiFunction<FunctionType, MethodHandle, HostFunction> to) {
        var type = handle.type();
        var count = type.parameterCount();
        var takesCaller = count > 0 && Instance.class.isAssignableFrom(type.parameterType(count - 1));
        var parameters = new ArrayList<ValueType>();
        for (var i = 0; i < (takesCaller ? count - 1 : count); i++) {
            parameters.add(valueType(type.parameterType(i), type));
        }
        var results = type.returnType() == void.class ? List.<ValueType>of()
                : List.of(valueType(type.returnType(), type));
        var functionType = new FunctionType(parameters, results);
        if (JvmTypes.isWide(functionType)) {
            throw new IllegalArgumentException("a host function with so many parameters must be untyped: " + type);
        }
        var withCaller = takesCaller ? handle : MethodHandles.dropArguments(handle, count, ModuleInstance.class);
        return to.apply(functionType, withCaller.asType(JvmTypes.withInstance(functionType)));
    }

    private static ValueType valueType(Class<?> type, MethodType where) {
        if (type == int.class) {
            return ValueType.I32;
        } else if (type == long.class) {
            return ValueType.I64;
        } else if (type == float.class) {
            return ValueType.F32;
        } else if (type == double.class) {
            return ValueType.F64;
        } else if (type == Object.class) {
            return ValueType.EXTERNREF;
        } else if (type == Function.class) {
            return ValueType.FUNCREF;
        }
        throw new IllegalArgumentException("a host function takes and returns int, long, float, double, Object or "
                + "Function, not " + type.getName() + " as in " + where);
    }

    /** What a guest calls: the same, with the host's exceptions made unmistakable for the guest's own. */
    static MethodHandle guarded(MethodHandle handle) {
        var type = handle.type();
        var handler = WRAP.asType(MethodType.methodType(void.class, Throwable.class));
        var typed = MethodHandles.filterReturnValue(handler, MethodHandles.empty(MethodType.methodType(
                type.returnType())));
        return MethodHandles.catchException(handle, Throwable.class, typed);
    }

    private static void rethrow(Throwable thrown) {
        throw FunctionReference.sneaky(HostFailure.wrap(thrown));
    }
}

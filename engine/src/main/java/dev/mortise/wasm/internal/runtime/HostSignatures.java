package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Turns what a host gives as a function into a handle of natural types with the calling instance last. */
public final class HostSignatures {

    private static final MethodHandle CALL_UNTYPED;
    private static final MethodHandle CALL_WIDE;
    private static final MethodHandle WRAP;

    static {
        var lookup = MethodHandles.lookup();
        try {
            CALL_UNTYPED = lookup.findStatic(HostSignatures.class, "callUntyped",
                    MethodType.methodType(Object.class, HostFunction.Untyped.class, FunctionType.class,
                            ModuleInstance.class, Object[].class));
            CALL_WIDE = lookup.findStatic(HostSignatures.class, "callWide",
                    MethodType.methodType(Object.class, HostFunction.Untyped.class, FunctionType.class, long[].class,
                            Object[].class, ModuleInstance.class));
            WRAP = lookup.findStatic(HostSignatures.class, "rethrow",
                    MethodType.methodType(void.class, Throwable.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
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

    /** The normal form of an untyped function. */
    public static MethodHandle spread(FunctionType type, HostFunction.Untyped implementation) {
        var target = JvmTypes.withInstance(type);
        if (JvmTypes.isWide(type)) {
            return MethodHandles.insertArguments(CALL_WIDE, 0, implementation, type).asType(target);
        }
        // (ModuleInstance, Object[])Object -> (ModuleInstance, natural...)R -> (natural..., ModuleInstance)R
        var count = type.parameters().size();
        var collected = MethodHandles.insertArguments(CALL_UNTYPED, 0, implementation, type)
                .asCollector(Object[].class, count)
                .asType(JvmTypes.natural(type).insertParameterTypes(0, ModuleInstance.class));
        var order = new int[count + 1];
        order[0] = count;
        for (var i = 1; i <= count; i++) {
            order[i] = i - 1;
        }
        return MethodHandles.permuteArguments(collected, target, order);
    }

    private static @Nullable Object callUntyped(HostFunction.Untyped implementation, FunctionType type,
            ModuleInstance caller, @Nullable Object[] arguments) throws Throwable {
        return Results.unbox(implementation.call(caller, arguments), type, caller);
    }

    private static @Nullable Object callWide(HostFunction.Untyped implementation, FunctionType type, long[] numbers,
            @Nullable Object[] references, ModuleInstance caller) throws Throwable {
        var arguments = new @Nullable Object[numbers.length];
        for (var i = 0; i < arguments.length; i++) {
            arguments[i] = switch (type.parameters().get(i)) {
                case NumberType number -> switch (number) {
                    case I32 -> (Object) (int) numbers[i];
                    case I64 -> numbers[i];
                    case F32 -> Float.intBitsToFloat((int) numbers[i]);
                    case F64 -> Double.longBitsToDouble(numbers[i]);
                };
                case ReferenceType ignored -> references[i];
            };
        }
        return callUntyped(implementation, type, caller, arguments);
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

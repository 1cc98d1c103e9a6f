package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodType;

/** How Wasm types look on the JVM: the natural primitive types, references as {@code Object}. */
public final class JvmTypes {

    /** The JVM allows 255 slots of parameters; a receiver, the caller and an array stay free. */
    private static final int MAX_SLOTS = 250;

    private JvmTypes() {}

    /** The class of a value. */
    public static Class<?> of(ValueType type) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> int.class;
            case I64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
        } : Object.class;
    }

    /** Slots in a frame: 2 for 64-bit numbers. */
    public static int slots(ValueType type) {
        return type == ValueType.I64 || type == ValueType.F64 ? 2 : 1;
    }

    /** Whether the parameters do not fit a JVM method and travel in arrays. */
    public static boolean isWide(FunctionType type) {
        var slots = 0;
        for (var parameter : type.parameters()) {
            slots += slots(parameter);
        }
        return slots > MAX_SLOTS;
    }

    /**
     * Parameters and first result; wide ones as {@code (long[], Object[])}, each indexed by parameter. Further results
     * are left in the instance.
     */
    public static MethodType natural(FunctionType type) {
        var result = type.results().isEmpty() ? void.class : of(type.results().getFirst());
        if (isWide(type)) {
            return MethodType.methodType(result, long[].class, Object[].class);
        }
        return MethodType.methodType(result, type.parameters().stream().<Class<?>>map(JvmTypes::of).toList());
    }

    /** {@link #natural} with the instance last. */
    public static MethodType withInstance(FunctionType type) {
        var natural = natural(type);
        return natural.insertParameterTypes(natural.parameterCount(), ModuleInstance.class);
    }
}

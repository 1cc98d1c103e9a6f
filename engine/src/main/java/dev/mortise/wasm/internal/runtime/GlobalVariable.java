package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Global;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import org.jspecify.annotations.Nullable;

/** A global that more than one party can see. */
public final class GlobalVariable implements Global {

    /** The bits of a number. */
    public long bits;
    /** A reference. */
    public @Nullable Object reference;

    private final GlobalType type;

    GlobalVariable(GlobalType type) {
        this.type = type;
    }

    /** A global with a value of its type. */
    public static GlobalVariable create(GlobalType type, @Nullable Object value) {
        var global = new GlobalVariable(type);
        global.put(value);
        return global;
    }

    /** The value of an f32. */
    public static float readFloat(GlobalVariable global) {
        return Float.intBitsToFloat((int) global.bits);
    }

    /** The value of an f64. */
    public static double readDouble(GlobalVariable global) {
        return Double.longBitsToDouble(global.bits);
    }

    /** Sets an i32. */
    public static void write(int value, GlobalVariable global) {
        global.bits = value;
    }

    /** Sets an i64. */
    public static void write(long value, GlobalVariable global) {
        global.bits = value;
    }

    /** Sets an f32. */
    public static void write(float value, GlobalVariable global) {
        global.bits = Float.floatToRawIntBits(value);
    }

    /** Sets an f64. */
    public static void write(double value, GlobalVariable global) {
        global.bits = Double.doubleToRawLongBits(value);
    }

    /** Sets a reference. */
    public static void write(@Nullable Object value, GlobalVariable global) {
        global.reference = value;
    }

    @Override
    public GlobalType type() {
        return type;
    }

    @Override
    public @Nullable Object get() {
        return type.valueType() instanceof NumberType number ? switch (number) {
            case I32 -> (int) bits;
            case I64 -> bits;
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
        } : reference;
    }

    @Override
    public void set(@Nullable Object value) {
        if (!type.mutable()) {
            throw new IllegalStateException("an immutable global cannot be set");
        }
        put(value);
    }

    private void put(@Nullable Object value) {
        if (!FunctionReference.fits(type.valueType(), value)) {
            throw new IllegalArgumentException(
                    FunctionReference.misfit("the value of a global", type.valueType(), value));
        }
        switch (value) {
            case Integer i when type.valueType() == ValueType.I32 -> bits = i;
            case Long l when type.valueType() == ValueType.I64 -> bits = l;
            case Float f when type.valueType() == ValueType.F32 -> bits = Float.floatToRawIntBits(f);
            case Double d when type.valueType() == ValueType.F64 -> bits = Double.doubleToRawLongBits(d);
            case null, default -> reference = value;
        }
    }
}

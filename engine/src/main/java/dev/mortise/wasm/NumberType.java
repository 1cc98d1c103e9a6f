package dev.mortise.wasm;

/** A number type (specification section 2.3.1). */
public enum NumberType implements ValueType {
    /** A 32-bit integer, signed or unsigned by the instruction that uses it. */
    I32("i32"),
    /** A 64-bit integer. */
    I64("i64"),
    /** A 32-bit IEEE 754 number. */
    F32("f32"),
    /** A 64-bit IEEE 754 number. */
    F64("f64");

    private final String text;

    NumberType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

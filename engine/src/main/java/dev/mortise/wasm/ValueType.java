package dev.mortise.wasm;

/** The type of a single value (specification section 2.3). */
public sealed interface ValueType permits NumberType, ReferenceType {

    /** A 32-bit integer; a Java {@code int}. */
    NumberType I32 = NumberType.I32;
    /** A 64-bit integer; a Java {@code long}. */
    NumberType I64 = NumberType.I64;
    /** A 32-bit IEEE 754 number; a Java {@code float}. */
    NumberType F32 = NumberType.F32;
    /** A 64-bit IEEE 754 number; a Java {@code double}. */
    NumberType F64 = NumberType.F64;
    /** A function or null; a {@link Function}. */
    ReferenceType FUNCREF = new ReferenceType(true, HeapType.FUNC);
    /** Any object of the host or null; a Java {@code Object}. */
    ReferenceType EXTERNREF = new ReferenceType(true, HeapType.EXTERN);
}

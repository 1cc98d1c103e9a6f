package dev.mortise.bind.internal;

import dev.mortise.wasm.NumberType;

/** What carries a Wasm number in Java. */
final class NaturalTypes {

    private NaturalTypes() {}

    static Class<?> of(NumberType type) {
        return switch (type) {
            case I32 -> int.class;
            case I64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
        };
    }
}

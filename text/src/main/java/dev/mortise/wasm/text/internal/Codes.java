package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;

/** Types in the binary format (specification section 5.3). */
final class Codes {

    static final int EMPTY_BLOCK = 0x40;
    static final int FUNCTION_TYPE = 0x60;

    private Codes() {}

    static int of(ValueType type) {
        return switch (type) {
            case NumberType number -> switch (number) {
                case I32 -> 0x7F;
                case I64 -> 0x7E;
                case F32 -> 0x7D;
                case F64 -> 0x7C;
            };
            case ReferenceType reference -> of(reference.heapType());
        };
    }

    static int of(HeapType type) {
        return switch (type) {
            case FUNC -> 0x70;
            case EXTERN -> 0x6F;
        };
    }
}

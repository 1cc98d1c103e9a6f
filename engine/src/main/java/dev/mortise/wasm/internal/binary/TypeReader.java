package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.Limits;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Types in the binary format (specification section 5.3). */
public class TypeReader extends ByteReader {

    private static final int MAX_PARAMETERS = 1_000;
    private static final int MAX_RESULTS = 1_000;

    /** Reads from one offset up to another. */
    public TypeReader(byte[] bytes, int start, int end) {
        super(bytes, start, end);
    }

    /** A value type. */
    public final ValueType valueType() {
        var start = position;
        return valueTypeOf(u8(), start);
    }

    /** The value type of a type byte, canonical: types of this engine can be compared by identity. */
    final ValueType valueTypeOf(int code, int offset) {
        return switch (code) {
            case 0x7F -> ValueType.I32;
            case 0x7E -> ValueType.I64;
            case 0x7D -> ValueType.F32;
            case 0x7C -> ValueType.F64;
            case 0x70 -> ValueType.FUNCREF;
            case 0x6F -> ValueType.EXTERNREF;
            case 0x7B -> throw unsupported(Proposal.SIMD, offset);
            case 0x63, 0x64 -> throw unsupported(Proposal.FUNCTION_REFERENCES, offset);
            case 0x69, 0x74 -> throw unsupported(Proposal.EXCEPTIONS, offset);
            case 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x71, 0x72, 0x73 -> throw unsupported(Proposal.GC, offset);
            default -> throw malformed("malformed value type 0x%02x".formatted(code), offset);
        };
    }

    /** A reference type. */
    public final ReferenceType referenceType() {
        var start = position;
        if (valueType() instanceof ReferenceType type) {
            return type;
        }
        throw malformed("malformed reference type", start);
    }

    /** A heap type, as {@code ref.null} has it. */
    public final HeapType readHeapType() {
        var start = position;
        var code = s33();
        if (code >= 0) {
            throw unsupported(Proposal.FUNCTION_REFERENCES, start);
        }
        return switch ((int) code) {
            case -16 -> HeapType.FUNC;
            case -17 -> HeapType.EXTERN;
            case -12, -23 -> throw unsupported(Proposal.EXCEPTIONS, start);
            case -13, -14, -15, -18, -19, -20, -21, -22 -> throw unsupported(Proposal.GC, start);
            default -> throw malformed("malformed heap type", start);
        };
    }

    /** A function type as an entry of the type section. */
    public final FunctionType functionType() {
        var start = position;
        var form = u8();
        switch (form) {
            case 0x60 -> {
            }
            case 0x4E, 0x4F, 0x50, 0x5E, 0x5F -> throw unsupported(Proposal.GC, start);
            default -> throw malformed("malformed type: integer representation 0x%02x is no form of type"
                    .formatted(form), start);
        }
        return new FunctionType(valueTypes(MAX_PARAMETERS, "parameters"), valueTypes(MAX_RESULTS, "results"));
    }

    private List<ValueType> valueTypes(int most, String what) {
        var start = position;
        var count = vectorLength(1);
        if (count > most) {
            throw overLimit("a function type has " + count + " " + what + ", this engine allows " + most, start);
        }
        var types = new ArrayList<ValueType>(count);
        for (var i = 0; i < count; i++) {
            types.add(valueType());
        }
        return types;
    }

    /** A table type. */
    public final TableType tableType() {
        var type = referenceType();
        return new TableType(type, limits());
    }

    /** A memory type. */
    public final MemoryType memoryType() {
        return new MemoryType(limits());
    }

    /** A global type. */
    public final GlobalType globalType() {
        var type = valueType();
        var start = position;
        return switch (u8()) {
            case 0 -> new GlobalType(type, false);
            case 1 -> new GlobalType(type, true);
            default -> throw malformed("malformed mutability", start);
        };
    }

    private Limits limits() {
        var start = position;
        var flags = u8();
        switch (flags) {
            case 0, 1 -> {
            }
            case 2, 3 -> throw unsupported(Proposal.THREADS, start);
            case 4, 5, 6, 7 -> throw unsupported(Proposal.MEMORY64, start);
            case 8, 9, 10, 11, 12, 13, 14, 15 -> throw unsupported(Proposal.CUSTOM_PAGE_SIZES, start);
            default -> throw malformed("malformed limits flags", start);
        }
        var minimum = u32() & 0xFFFF_FFFFL;
        return flags == 0 ? Limits.atLeast(minimum) : Limits.between(minimum, u32() & 0xFFFF_FFFFL);
    }
}

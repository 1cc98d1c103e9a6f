package dev.mortise.wasm.build;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the primitives of the binary format. */
class Bytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void write(int value) {
        out.write(value);
    }

    void write(byte[] bytes) {
        out.writeBytes(bytes);
    }

    /** An unsigned number of up to 32 bits. */
    void unsigned(long value) {
        var rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void signed(long value) {
        var rest = value;
        while (rest < -64 || rest > 63) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
    }

    void name(String name) {
        sized(name.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes after their number. */
    void sized(byte[] bytes) {
        unsigned(bytes.length);
        write(bytes);
    }

    void section(int id, byte[] contents) {
        write(id);
        sized(contents);
    }

    void type(FunctionType type) {
        write(0x60);
        unsigned(type.parameters().size());
        type.parameters().forEach(each -> write(code(each)));
        unsigned(type.results().size());
        type.results().forEach(each -> write(code(each)));
    }

    static int code(ValueType type) {
        return switch (type) {
            case NumberType number -> switch (number) {
                case I32 -> 0x7f;
                case I64 -> 0x7e;
                case F32 -> 0x7d;
                case F64 -> 0x7c;
            };
            case ReferenceType reference -> reference == ValueType.FUNCREF ? 0x70 : 0x6f;
        };
    }

    int size() {
        return out.size();
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}

package dev.mortise.wasm.build;

import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The body of a function, written instruction by instruction; its last {@code end} is added by itself. */
public final class Code {

    /** The opcodes without immediates that the tests use, by the names of the specification. */
    public static final int UNREACHABLE = 0x00;
    public static final int RETURN = 0x0f;
    public static final int DROP = 0x1a;
    public static final int SELECT = 0x1b;
    public static final int I32_EQZ = 0x45;
    public static final int I32_EQ = 0x46;
    public static final int I32_NE = 0x47;
    public static final int I32_LT_S = 0x48;
    public static final int I32_LT_U = 0x49;
    public static final int I32_GT_S = 0x4a;
    public static final int I32_GE_S = 0x4e;
    public static final int I64_LT_S = 0x53;
    public static final int I32_ADD = 0x6a;
    public static final int I32_SUB = 0x6b;
    public static final int I32_MUL = 0x6c;
    public static final int I32_DIV_S = 0x6d;
    public static final int I32_REM_U = 0x70;
    public static final int I32_AND = 0x71;
    public static final int I32_XOR = 0x73;
    public static final int I32_ROTL = 0x77;
    public static final int I64_ADD = 0x7c;
    public static final int I64_ROTL = 0x89;
    public static final int F32_ADD = 0x92;
    public static final int F64_ADD = 0xa0;
    public static final int I32_WRAP_I64 = 0xa7;
    public static final int I32_TRUNC_F64_S = 0xaa;
    public static final int I64_EXTEND_I32_S = 0xac;
    public static final int REF_IS_NULL = 0xd1;

    private static final int NO_RESULT = 0x40;

    private final Bytes bytes = new Bytes();
    /** Groups of one type each, as they are declared. */
    private final List<Group> groups = new ArrayList<>();
    private int locals;
    private final int parameters;

    Code(int parameters) {
        this.parameters = parameters;
    }

    private record Group(int count, ValueType type) {
    }

    /** Declares a local; answers its index. */
    public int local(ValueType type) {
        locals(1, type);
        return parameters + locals - 1;
    }

    /** Declares some locals at once, in a few bytes. */
    public Code locals(int count, ValueType type) {
        groups.add(new Group(count, type));
        locals += count;
        return this;
    }

    /** Instructions without immediates. */
    public Code op(int... opcodes) {
        for (var opcode : opcodes) {
            bytes.write(opcode);
        }
        return this;
    }

    /** An instruction whose immediates are unsigned numbers. */
    public Code with(int opcode, long... immediates) {
        bytes.write(opcode);
        for (var immediate : immediates) {
            bytes.unsigned(immediate);
        }
        return this;
    }

    /** An instruction behind the prefix 0xfc. */
    public Code prefixed(int opcode, long... immediates) {
        bytes.write(0xfc);
        return with(opcode, immediates);
    }

    public Code i32(int value) {
        bytes.write(0x41);
        bytes.signed(value);
        return this;
    }

    public Code i64(long value) {
        bytes.write(0x42);
        bytes.signed(value);
        return this;
    }

    public Code f32(float value) {
        bytes.write(0x43);
        little(Float.floatToRawIntBits(value), 4);
        return this;
    }

    public Code f64(double value) {
        bytes.write(0x44);
        little(Double.doubleToRawLongBits(value), 8);
        return this;
    }

    private void little(long bits, int count) {
        for (var i = 0; i < count; i++) {
            bytes.write((int) (bits >>> 8 * i) & 0xff);
        }
    }

    public Code get(int local) {
        return with(0x20, local);
    }

    public Code set(int local) {
        return with(0x21, local);
    }

    public Code tee(int local) {
        return with(0x22, local);
    }

    public Code globalGet(int global) {
        return with(0x23, global);
    }

    public Code globalSet(int global) {
        return with(0x24, global);
    }

    public Code call(int function) {
        return with(0x10, function);
    }

    /** Through table 0. */
    public Code callIndirect(int type) {
        return with(0x11, type, 0);
    }

    public Code block() {
        return op(0x02, NO_RESULT);
    }

    public Code block(ValueType result) {
        return op(0x02, Bytes.code(result));
    }

    /** A block of a type of the type section, of which there must be fewer than 64. */
    public Code blockOfType(int type) {
        return op(0x02, type);
    }

    public Code loop() {
        return op(0x03, NO_RESULT);
    }

    public Code loop(ValueType result) {
        return op(0x03, Bytes.code(result));
    }

    /** A loop of a type of the type section, of which there must be fewer than 64. */
    public Code loopOfType(int type) {
        return op(0x03, type);
    }

    public Code ifThen() {
        return op(0x04, NO_RESULT);
    }

    public Code ifThen(ValueType result) {
        return op(0x04, Bytes.code(result));
    }

    public Code otherwise() {
        return op(0x05);
    }

    public Code end() {
        return op(0x0b);
    }

    public Code br(int label) {
        return with(0x0c, label);
    }

    public Code brIf(int label) {
        return with(0x0d, label);
    }

    /** The last label is the default. */
    public Code brTable(int... labels) {
        bytes.write(0x0e);
        bytes.unsigned(labels.length - 1L);
        for (var label : labels) {
            bytes.unsigned(label);
        }
        return this;
    }

    /** {@code i32.load} of memory 0. */
    public Code load32(int offset) {
        return with(0x28, 0, Integer.toUnsignedLong(offset));
    }

    /** {@code i32.load8_u} of memory 0. */
    public Code load8(int offset) {
        return with(0x2d, 0, Integer.toUnsignedLong(offset));
    }

    /** {@code i32.store} to memory 0. */
    public Code store32(int offset) {
        return with(0x36, 0, Integer.toUnsignedLong(offset));
    }

    public Code memorySize() {
        return with(0x3f, 0);
    }

    public Code memoryGrow() {
        return with(0x40, 0);
    }

    /** How many bytes there are so far. */
    public int size() {
        return bytes.size();
    }

    byte[] body() {
        var body = new Bytes();
        body.unsigned(groups.size());
        for (var group : groups) {
            body.unsigned(group.count);
            body.write(Bytes.code(group.type));
        }
        body.write(bytes.toByteArray());
        body.write(0x0b);
        return body.toByteArray();
    }
}

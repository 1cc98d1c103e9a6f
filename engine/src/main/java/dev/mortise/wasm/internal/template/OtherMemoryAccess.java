package dev.mortise.wasm.internal.template;

import dev.mortise.wasm.internal.runtime.LinearMemory;
import dev.mortise.wasm.internal.runtime.Linkage;
import dev.mortise.wasm.internal.runtime.Traps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Loads and stores in memories other than the first: as {@link MemoryAccess}, with the memory given. */
public final class OtherMemoryAccess {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    /**
     * Whether arrays may be longer than memories. A plain field: nothing in a loop changes it, so the JIT compiler tests
     * it once outside. Set before the guest's thread makes the first such array.
     */
    private static boolean spareCapacity;

    static {
        Linkage.memoryMode(OtherMemoryAccess.class).addAccess(OtherMemoryAccess.class);
    }

    private OtherMemoryAccess() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** From now on addresses are checked against the memory's size. */
    public static void useSpareCapacity() {
        spareCapacity = true;
    }

    /** {@code i32.load}. */
    public static int i32Load(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address);
    }

    /** {@code i32.load} with an offset. */
    public static int i32Load(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address + offset);
    }

    /** {@code i64.load}. */
    public static long i64Load(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        return (long) LONG.get(memory.bytes, address);
    }

    /** {@code i64.load} with an offset. */
    public static long i64Load(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (long) LONG.get(memory.bytes, address + offset);
    }

    /** {@code f32.load}. */
    public static float f32Load(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (float) FLOAT.get(memory.bytes, address);
    }

    /** {@code f32.load} with an offset. */
    public static float f32Load(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (float) FLOAT.get(memory.bytes, address + offset);
    }

    /** {@code f64.load}. */
    public static double f64Load(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        return (double) DOUBLE.get(memory.bytes, address);
    }

    /** {@code f64.load} with an offset. */
    public static double f64Load(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (double) DOUBLE.get(memory.bytes, address + offset);
    }

    /** {@code i32.load8_s}. */
    public static int i32Load8S(int address, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        return memory.bytes[address];
    }

    /** {@code i32.load8_s} with an offset. */
    public static int i32Load8S(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        return memory.bytes[address + offset];
    }

    /** {@code i32.load8_u}. */
    public static int i32Load8U(int address, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        return memory.bytes[address] & 0xFF;
    }

    /** {@code i32.load8_u} with an offset. */
    public static int i32Load8U(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        return memory.bytes[address + offset] & 0xFF;
    }

    /** {@code i32.load16_s}. */
    public static int i32Load16S(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address);
    }

    /** {@code i32.load16_s} with an offset. */
    public static int i32Load16S(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address + offset);
    }

    /** {@code i32.load16_u}. */
    public static int i32Load16U(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address) & 0xFFFF;
    }

    /** {@code i32.load16_u} with an offset. */
    public static int i32Load16U(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address + offset) & 0xFFFF;
    }

    /** {@code i64.load8_s}. */
    public static long i64Load8S(int address, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        return memory.bytes[address];
    }

    /** {@code i64.load8_s} with an offset. */
    public static long i64Load8S(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        return memory.bytes[address + offset];
    }

    /** {@code i64.load8_u}. */
    public static long i64Load8U(int address, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        return memory.bytes[address] & 0xFFL;
    }

    /** {@code i64.load8_u} with an offset. */
    public static long i64Load8U(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        return memory.bytes[address + offset] & 0xFFL;
    }

    /** {@code i64.load16_s}. */
    public static long i64Load16S(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address);
    }

    /** {@code i64.load16_s} with an offset. */
    public static long i64Load16S(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address + offset);
    }

    /** {@code i64.load16_u}. */
    public static long i64Load16U(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address) & 0xFFFFL;
    }

    /** {@code i64.load16_u} with an offset. */
    public static long i64Load16U(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(memory.bytes, address + offset) & 0xFFFFL;
    }

    /** {@code i64.load32_s}. */
    public static long i64Load32S(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address);
    }

    /** {@code i64.load32_s} with an offset. */
    public static long i64Load32S(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address + offset);
    }

    /** {@code i64.load32_u}. */
    public static long i64Load32U(int address, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address) & 0xFFFF_FFFFL;
    }

    /** {@code i64.load32_u} with an offset. */
    public static long i64Load32U(int address, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(memory.bytes, address + offset) & 0xFFFF_FFFFL;
    }

    /** {@code i32.store}. */
    public static void i32Store(int address, int value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(memory.bytes, address, value);
    }

    /** {@code i32.store} with an offset. */
    public static void i32Store(int address, int value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(memory.bytes, address + offset, value);
    }

    /** {@code i64.store}. */
    public static void i64Store(int address, long value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        LONG.set(memory.bytes, address, value);
    }

    /** {@code i64.store} with an offset. */
    public static void i64Store(int address, long value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        LONG.set(memory.bytes, address + offset, value);
    }

    /** {@code f32.store}. */
    public static void f32Store(int address, float value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        FLOAT.set(memory.bytes, address, value);
    }

    /** {@code f32.store} with an offset. */
    public static void f32Store(int address, float value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        FLOAT.set(memory.bytes, address + offset, value);
    }

    /** {@code f64.store}. */
    public static void f64Store(int address, double value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        DOUBLE.set(memory.bytes, address, value);
    }

    /** {@code f64.store} with an offset. */
    public static void f64Store(int address, double value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        DOUBLE.set(memory.bytes, address + offset, value);
    }

    /** {@code i32.store8}. */
    public static void i32Store8(int address, int value, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        memory.bytes[address] = (byte) value;
    }

    /** {@code i32.store8} with an offset. */
    public static void i32Store8(int address, int value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        memory.bytes[address + offset] = (byte) value;
    }

    /** {@code i32.store16}. */
    public static void i32Store16(int address, int value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(memory.bytes, address, (short) value);
    }

    /** {@code i32.store16} with an offset. */
    public static void i32Store16(int address, int value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(memory.bytes, address + offset, (short) value);
    }

    /** {@code i64.store8}. */
    public static void i64Store8(int address, long value, LinearMemory memory) {
        if (spareCapacity) {
            check(address, 1, memory.size);
        }
        memory.bytes[address] = (byte) value;
    }

    /** {@code i64.store8} with an offset. */
    public static void i64Store8(int address, long value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, memory.size);
        }
        memory.bytes[address + offset] = (byte) value;
    }

    /** {@code i64.store16}. */
    public static void i64Store16(int address, long value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(memory.bytes, address, (short) value);
    }

    /** {@code i64.store16} with an offset. */
    public static void i64Store16(int address, long value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(memory.bytes, address + offset, (short) value);
    }

    /** {@code i64.store32}. */
    public static void i64Store32(int address, long value, LinearMemory memory) {
        if (spareCapacity && (address < 0 || address > memory.size - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(memory.bytes, address, (int) value);
    }

    /** {@code i64.store32} with an offset. */
    public static void i64Store32(int address, long value, int offset, LinearMemory memory) {
        if (address < 0 || spareCapacity && address > memory.size - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(memory.bytes, address + offset, (int) value);
    }

    private static void check(int address, int width, int size) {
        if (address < 0 || address > size - width) {
            throw Traps.outOfBoundsMemory();
        }
    }

    private static void check(int address, int offset, int width, int size) {
        if (address < 0 || address > size - width - offset) {
            throw Traps.outOfBoundsMemory();
        }
    }
}

package dev.mortise.wasm.internal.template;

import dev.mortise.wasm.internal.runtime.Linkage;
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import dev.mortise.wasm.internal.runtime.Traps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Loads and stores in the first memory. The hottest code there is: the bounds check of the array is the only one, its
 * exception is the trap. Addresses are unsigned, and as a memory is under 2 GiB, a negative index is always out of
 * bounds. The sum of two non-negative numbers can only wrap to a negative one; so with an offset only a negative address
 * needs a check.
 *
 * <p>
 * Those that go through a view have 36 to 45 bytes of bytecode. C2 stops inlining into a method once it has taken in
 * 8,000 bytes, so they are short; C1 inlines up to 35, and shall not: with some 150 of them and their views inside, a
 * method runs out of C1's virtual registers and stays in a slow tier for good (CPython then starts in 6 s, not 3.5).
 */
public final class MemoryAccess {

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
        Linkage.memoryMode(MemoryAccess.class).addAccess(MemoryAccess.class);
    }

    private MemoryAccess() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** From now on addresses are checked against the memory's size. */
    public static void useSpareCapacity() {
        spareCapacity = true;
    }

    /** {@code i32.load}. */
    public static int i32Load(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address);
    }

    /** {@code i32.load} with an offset. */
    public static int i32Load(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address + offset);
    }

    /** {@code i64.load}. */
    public static long i64Load(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        return (long) LONG.get(instance.memoryBytes, address);
    }

    /** {@code i64.load} with an offset. */
    public static long i64Load(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (long) LONG.get(instance.memoryBytes, address + offset);
    }

    /** {@code f32.load}. */
    public static float f32Load(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (float) FLOAT.get(instance.memoryBytes, address);
    }

    /** {@code f32.load} with an offset. */
    public static float f32Load(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (float) FLOAT.get(instance.memoryBytes, address + offset);
    }

    /** {@code f64.load}. */
    public static double f64Load(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        return (double) DOUBLE.get(instance.memoryBytes, address);
    }

    /** {@code f64.load} with an offset. */
    public static double f64Load(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (double) DOUBLE.get(instance.memoryBytes, address + offset);
    }

    /** {@code i32.load8_s}. */
    public static int i32Load8S(int address, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        return instance.memoryBytes[address];
    }

    /** {@code i32.load8_s} with an offset. */
    public static int i32Load8S(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        return instance.memoryBytes[address + offset];
    }

    /** {@code i32.load8_u}. */
    public static int i32Load8U(int address, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        return instance.memoryBytes[address] & 0xFF;
    }

    /** {@code i32.load8_u} with an offset. */
    public static int i32Load8U(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        return instance.memoryBytes[address + offset] & 0xFF;
    }

    /** {@code i32.load16_s}. */
    public static int i32Load16S(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address);
    }

    /** {@code i32.load16_s} with an offset. */
    public static int i32Load16S(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address + offset);
    }

    /** {@code i32.load16_u}. */
    public static int i32Load16U(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address) & 0xFFFF;
    }

    /** {@code i32.load16_u} with an offset. */
    public static int i32Load16U(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address + offset) & 0xFFFF;
    }

    /** {@code i64.load8_s}. */
    public static long i64Load8S(int address, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        return instance.memoryBytes[address];
    }

    /** {@code i64.load8_s} with an offset. */
    public static long i64Load8S(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        return instance.memoryBytes[address + offset];
    }

    /** {@code i64.load8_u}. */
    public static long i64Load8U(int address, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        return instance.memoryBytes[address] & 0xFFL;
    }

    /** {@code i64.load8_u} with an offset. */
    public static long i64Load8U(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        return instance.memoryBytes[address + offset] & 0xFFL;
    }

    /** {@code i64.load16_s}. */
    public static long i64Load16S(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address);
    }

    /** {@code i64.load16_s} with an offset. */
    public static long i64Load16S(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address + offset);
    }

    /** {@code i64.load16_u}. */
    public static long i64Load16U(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address) & 0xFFFFL;
    }

    /** {@code i64.load16_u} with an offset. */
    public static long i64Load16U(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (short) SHORT.get(instance.memoryBytes, address + offset) & 0xFFFFL;
    }

    /** {@code i64.load32_s}. */
    public static long i64Load32S(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address);
    }

    /** {@code i64.load32_s} with an offset. */
    public static long i64Load32S(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address + offset);
    }

    /** {@code i64.load32_u}. */
    public static long i64Load32U(int address, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address) & 0xFFFF_FFFFL;
    }

    /** {@code i64.load32_u} with an offset. */
    public static long i64Load32U(int address, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        return (int) INT.get(instance.memoryBytes, address + offset) & 0xFFFF_FFFFL;
    }

    /** {@code i32.store}. */
    public static void i32Store(int address, int value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(instance.memoryBytes, address, value);
    }

    /** {@code i32.store} with an offset. */
    public static void i32Store(int address, int value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(instance.memoryBytes, address + offset, value);
    }

    /** {@code i64.store}. */
    public static void i64Store(int address, long value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        LONG.set(instance.memoryBytes, address, value);
    }

    /** {@code i64.store} with an offset. */
    public static void i64Store(int address, long value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        LONG.set(instance.memoryBytes, address + offset, value);
    }

    /** {@code f32.store}. */
    public static void f32Store(int address, float value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        FLOAT.set(instance.memoryBytes, address, value);
    }

    /** {@code f32.store} with an offset. */
    public static void f32Store(int address, float value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        FLOAT.set(instance.memoryBytes, address + offset, value);
    }

    /** {@code f64.store}. */
    public static void f64Store(int address, double value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 8)) {
            throw Traps.outOfBoundsMemory();
        }
        DOUBLE.set(instance.memoryBytes, address, value);
    }

    /** {@code f64.store} with an offset. */
    public static void f64Store(int address, double value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 8 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        DOUBLE.set(instance.memoryBytes, address + offset, value);
    }

    /** {@code i32.store8}. */
    public static void i32Store8(int address, int value, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        instance.memoryBytes[address] = (byte) value;
    }

    /** {@code i32.store8} with an offset. */
    public static void i32Store8(int address, int value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        instance.memoryBytes[address + offset] = (byte) value;
    }

    /** {@code i32.store16}. */
    public static void i32Store16(int address, int value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(instance.memoryBytes, address, (short) value);
    }

    /** {@code i32.store16} with an offset. */
    public static void i32Store16(int address, int value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(instance.memoryBytes, address + offset, (short) value);
    }

    /** {@code i64.store8}. */
    public static void i64Store8(int address, long value, ModuleInstance instance) {
        if (spareCapacity) {
            check(address, 1, instance.memorySize);
        }
        instance.memoryBytes[address] = (byte) value;
    }

    /** {@code i64.store8} with an offset. */
    public static void i64Store8(int address, long value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity) {
            check(address, offset, 1, instance.memorySize);
        }
        instance.memoryBytes[address + offset] = (byte) value;
    }

    /** {@code i64.store16}. */
    public static void i64Store16(int address, long value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 2)) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(instance.memoryBytes, address, (short) value);
    }

    /** {@code i64.store16} with an offset. */
    public static void i64Store16(int address, long value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 2 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        SHORT.set(instance.memoryBytes, address + offset, (short) value);
    }

    /** {@code i64.store32}. */
    public static void i64Store32(int address, long value, ModuleInstance instance) {
        if (spareCapacity && (address < 0 || address > instance.memorySize - 4)) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(instance.memoryBytes, address, (int) value);
    }

    /** {@code i64.store32} with an offset. */
    public static void i64Store32(int address, long value, int offset, ModuleInstance instance) {
        if (address < 0 || spareCapacity && address > instance.memorySize - 4 - offset) {
            throw Traps.outOfBoundsMemory();
        }
        INT.set(instance.memoryBytes, address + offset, (int) value);
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

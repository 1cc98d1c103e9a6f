package dev.mortise.plugin.internal;

import dev.mortise.wasm.Attachment;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The kernel as plug-ins see it, under the names of Extism's {@code extism:host/env}.
 *
 * <p>
 * PDKs copy their input and output through these functions, eight bytes a call. So loads, stores and {@code alloc} are
 * kept small enough to be inlined into the guest's loop: one field for the memory, one comparison for the bounds.
 * Unlike the reference, whose accesses trap at the exact end of the memory, whatever is out of bounds reads as 0 and is
 * not written.
 */
public final class KernelFunctions {

    /** Where the kernel of the calling plug-in is found. */
    public static final Attachment<Kernel> KERNEL = Attachment.create(Kernel.class);

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static volatile boolean isWarm;

    private KernelFunctions() {}

    /**
     * Calls each leaf once, to no effect, so that what it links and initialises is there before a guest that has used
     * up its stack can call it. Before the instance's first code runs.
     */
    public static void warmUp(Instance instance) {
        if (isWarm) {
            return;
        }
        storeByte(0, loadByte(0, instance), instance);
        storeWord(0, loadWord(0, instance), instance);
        var nothing = new byte[0];
        new KernelBlocks.Load(Long.BYTES).load(0, nothing, 0, 0, instance);
        new KernelBlocks.InputLoad(Long.BYTES).load(0, nothing, 0, 0, instance);
        new KernelBlocks.Store(Long.BYTES).store(0, nothing, 0, 0, instance);
        var kernel = KERNEL.get(instance);
        var offset = kernel.inputOffset;
        var length = kernel.inputLength;
        // There may be no input yet, and only a word of it leads all the way.
        kernel.setInput(Kernel.FIRST_HANDLE, Long.BYTES);
        inputLoadByte(inputOffset(instance) - Kernel.FIRST_HANDLE, instance);
        inputLoadWord(inputLength(instance) - Long.BYTES, instance);
        kernel.inputOffset = offset;
        kernel.inputLength = length;
        outputSet(outputOffset(instance), outputLength(instance), instance);
        errorGet(instance);
        isWarm = true;
    }

    static void addTo(FunctionSet functions) {
        var kernel = functions.from(MethodHandles.lookup());
        kernel.add("alloc", "alloc", long.class, long.class);
        kernel.add("free", "free", void.class, long.class);
        kernel.add("length", "length", long.class, long.class);
        // The reference has this variant because it walks all blocks to find a length; here both are exact.
        kernel.add("length_unsafe", "length", long.class, long.class);
        kernel.addLeaf("load_u8", new KernelBlocks.Load(Byte.BYTES), "loadByte", int.class, long.class);
        kernel.addLeaf("load_u64", new KernelBlocks.Load(Long.BYTES), "loadWord", long.class, long.class);
        kernel.addLeaf("store_u8", new KernelBlocks.Store(Byte.BYTES), "storeByte", void.class, long.class, int.class);
        kernel.addLeaf("store_u64", new KernelBlocks.Store(Long.BYTES), "storeWord", void.class, long.class,
                long.class);
        kernel.addLeaf("input_offset", "inputOffset", long.class);
        kernel.addLeaf("input_length", "inputLength", long.class);
        kernel.addLeaf("input_load_u8", new KernelBlocks.InputLoad(Byte.BYTES), "inputLoadByte", int.class, long.class);
        kernel.addLeaf("input_load_u64", new KernelBlocks.InputLoad(Long.BYTES), "inputLoadWord", long.class,
                long.class);
        kernel.add("input_set", "inputSet", void.class, long.class, long.class);
        kernel.addLeaf("output_set", "outputSet", void.class, long.class, long.class);
        kernel.addLeaf("output_offset", "outputOffset", long.class);
        kernel.addLeaf("output_length", "outputLength", long.class);
        kernel.add("error_set", "errorSet", void.class, long.class);
        kernel.addLeaf("error_get", "errorGet", long.class);
        kernel.add("reset", "reset", void.class);
        kernel.add("memory_bytes", "memoryBytes", long.class);
    }

    static long alloc(long length, Instance caller) {
        return KERNEL.get(caller).alloc(length);
    }

    static void free(long handle, Instance caller) {
        KERNEL.get(caller).free(handle);
    }

    static long length(long handle, Instance caller) {
        return KERNEL.get(caller).length(handle);
    }

    static int loadByte(long address, Instance caller) {
        var memory = KERNEL.get(caller).memory;
        return Long.compareUnsigned(address, memory.length) < 0 ? memory[(int) address] & 0xff : 0;
    }

    static long loadWord(long address, Instance caller) {
        var memory = KERNEL.get(caller).memory;
        return Long.compareUnsigned(address, memory.length - Long.BYTES) <= 0 ? (long) WORD.get(memory, (int) address)
                : 0;
    }

    static void storeByte(long address, int value, Instance caller) {
        var memory = KERNEL.get(caller).memory;
        if (Long.compareUnsigned(address, memory.length) < 0) {
            memory[(int) address] = (byte) value;
        }
    }

    static void storeWord(long address, long value, Instance caller) {
        var memory = KERNEL.get(caller).memory;
        if (Long.compareUnsigned(address, memory.length - Long.BYTES) <= 0) {
            WORD.set(memory, (int) address, value);
        }
    }

    static long inputOffset(Instance caller) {
        return KERNEL.get(caller).inputOffset;
    }

    static long inputLength(Instance caller) {
        return KERNEL.get(caller).inputLength;
    }

    static int inputLoadByte(long offset, Instance caller) {
        var kernel = KERNEL.get(caller);
        return Long.compareUnsigned(offset, kernel.inputLength) < 0
                ? kernel.memory[kernel.inputOffset + (int) offset] & 0xff
                : 0;
    }

    static long inputLoadWord(long offset, Instance caller) {
        var kernel = KERNEL.get(caller);
        return offset >= 0 && offset <= kernel.inputLength - Long.BYTES
                ? (long) WORD.get(kernel.memory, kernel.inputOffset + (int) offset)
                : 0;
    }

    static void inputSet(long handle, long length, Instance caller) {
        KERNEL.get(caller).setInput(handle, length);
    }

    static void outputSet(long offset, long length, Instance caller) {
        KERNEL.get(caller).setOutput(offset, length);
    }

    static long outputOffset(Instance caller) {
        return KERNEL.get(caller).outputOffset();
    }

    static long outputLength(Instance caller) {
        return KERNEL.get(caller).outputLength();
    }

    static void errorSet(long handle, Instance caller) {
        KERNEL.get(caller).setError(handle);
    }

    static long errorGet(Instance caller) {
        return KERNEL.get(caller).errorHandle();
    }

    static void reset(Instance caller) {
        KERNEL.get(caller).reset();
    }

    static long memoryBytes(Instance caller) {
        return KERNEL.get(caller).size();
    }
}

package dev.mortise.plugin.internal;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.BlockFunction;

/**
 * What {@link KernelFunctions} do word by word, in one go. What is out of bounds is left to those: it reads as 0 and is
 * not written.
 */
final class KernelBlocks {

    private KernelBlocks() {}

    /** {@code load_u8} and {@code load_u64}. */
    record Load(int width) implements BlockFunction.Source {

        @Override
        public int load(long address, byte[] target, int offset, int length, Instance caller) {
            var memory = KernelFunctions.KERNEL.get(caller).memory;
            var fits = whole(address, length, memory.length, width);
            System.arraycopy(memory, fits == 0 ? 0 : (int) address, target, offset, fits);
            return fits;
        }
    }

    /** {@code input_load_u8} and {@code input_load_u64}. */
    record InputLoad(int width) implements BlockFunction.Source {

        @Override
        public int load(long address, byte[] target, int offset, int length, Instance caller) {
            var kernel = KernelFunctions.KERNEL.get(caller);
            var fits = whole(address, length, kernel.inputLength, width);
            System.arraycopy(kernel.memory, fits == 0 ? 0 : kernel.inputOffset + (int) address, target, offset, fits);
            return fits;
        }
    }

    /** {@code store_u8} and {@code store_u64}. */
    record Store(int width) implements BlockFunction.Sink {

        @Override
        public int store(long address, byte[] source, int offset, int length, Instance caller) {
            var memory = KernelFunctions.KERNEL.get(caller).memory;
            var fits = whole(address, length, memory.length, width);
            System.arraycopy(source, offset, memory, fits == 0 ? 0 : (int) address, fits);
            return fits;
        }
    }

    /** How many of the bytes lie in a range from 0 on, in whole words. */
    private static int whole(long address, int length, int size, int width) {
        return address < 0 || address > size ? 0 : (int) Math.min(length, (size - address) / width * width);
    }
}

package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.MemoryReserve;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that instances have given back, to be found by their exact length: that is the size of a memory. They are
 * zeroed on the way in, so that nothing of a tenant is kept at all.
 */
public final class SpareArrays implements MemoryReserve {

    private final long maxBytes;
    /** The youngest first: it may still be in the processor's cache. */
    private final Deque<Spare> arrays = new ArrayDeque<>();
    private long bytes;

    private record Spare(int length, SoftReference<byte[]> array) {
    }

    /** @param maxBytes the most bytes that are kept */
    public SpareArrays(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must be 0 or more, not " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /** An array of this length, all zero; a new one if there is none. */
    byte[] take(int length) {
        var spare = find(length);
        return spare != null ? spare : new byte[length];
    }

    private synchronized byte @Nullable [] find(int length) {
        for (var each = arrays.iterator(); each.hasNext();) {
            var spare = each.next();
            if (spare.length != length) {
                continue;
            }
            each.remove();
            bytes -= length;
            var array = spare.array.get();
            if (array != null) {
                return array;
            }
        }
        return null;
    }

    /** Zeroes an array that nobody uses any more, and keeps it if there is room. */
    void give(byte[] array) {
        if (array.length == 0 || array.length > maxBytes) {
            return;
        }
        Arrays.fill(array, (byte) 0);
        synchronized (this) {
            // Old lengths make room for those that are in use now.
            while (bytes + array.length > maxBytes) {
                bytes -= arrays.removeLast().length;
            }
            arrays.addFirst(new Spare(array.length, new SoftReference<>(array)));
            bytes += array.length;
        }
    }

    @Override
    public synchronized long bytes() {
        return bytes;
    }
}

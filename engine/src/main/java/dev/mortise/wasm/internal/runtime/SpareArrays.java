package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.MemoryReserve;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that instances have given back, to be found by their exact length: that is the size of a memory. They are
 * zeroed on the way in, so that nothing of a tenant is kept at all.
 *
 * <p>
 * A list of our own without a count beside it: where heap or stack end, which guests bring about, nothing can be left
 * out of step.
 */
public final class SpareArrays implements MemoryReserve {

    private final long maxBytes;
    /** The youngest comes first: it may still be in the processor's cache. */
    private @Nullable Spare youngest;

    private static final class Spare {

        private final int length;
        private final SoftReference<byte[]> array;
        private @Nullable Spare older;

        Spare(byte[] array) {
            this.length = array.length;
            this.array = new SoftReference<>(array);
        }
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
        Spare younger = null;
        for (var spare = youngest; spare != null; spare = spare.older) {
            if (spare.length != length) {
                younger = spare;
                continue;
            }
            if (younger == null) {
                youngest = spare.older;
            } else {
                younger.older = spare.older;
            }
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
        var spare = new Spare(array);
        synchronized (this) {
            spare.older = youngest;
            youngest = spare;
            dropOldest();
        }
    }

    /** Old lengths make room for those that are in use now. */
    private void dropOldest() {
        var kept = 0L;
        for (var spare = youngest; spare != null; spare = spare.older) {
            kept += spare.length;
            if (spare.older != null && kept + spare.older.length > maxBytes) {
                spare.older = null;
            }
        }
    }

    @Override
    public synchronized long bytes() {
        var bytes = 0L;
        for (var spare = youngest; spare != null; spare = spare.older) {
            bytes += spare.length;
        }
        return bytes;
    }
}

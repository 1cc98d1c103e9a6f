package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;

/** The pieces of memory that one read or write is about. Kept by the guest, so that a call makes no garbage for them. */
final class Vectors {

    /** As on Linux; beyond, the answer is INVAL. */
    private static final int MOST = 1_024;
    private static final int BYTES = 8;

    private int[] pointers = new int[8];
    private int[] lengths = new int[8];
    private int count;
    private int total;

    /** Reads and checks all of them, so that none is touched if one is wrong. */
    void read(GuestMemory memory, int pointer, int wanted) throws ErrnoException {
        count = 0;
        total = 0;
        memory.check(pointer, Integer.toUnsignedLong(wanted) * BYTES);
        if (Integer.compareUnsigned(wanted, MOST) > 0) {
            throw Errno.INVAL.exception();
        }
        if (wanted > pointers.length) {
            pointers = new int[MOST];
            lengths = new int[MOST];
        }
        var sum = 0L;
        for (var i = 0; i < wanted; i++) {
            pointers[i] = memory.readInt(pointer + i * BYTES);
            var length = Integer.toUnsignedLong(memory.readInt(pointer + i * BYTES + 4));
            memory.check(pointers[i], length);
            lengths[i] = (int) length;
            sum += length;
        }
        if (sum > Integer.MAX_VALUE) {
            throw Errno.INVAL.exception();
        }
        count = wanted;
        total = (int) sum;
    }

    int count() {
        return count;
    }

    int pointer(int index) {
        return pointers[index];
    }

    int length(int index) {
        return lengths[index];
    }

    /** Bytes in all pieces together. */
    int total() {
        return total;
    }
}

package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.Budget;
import dev.mortise.wasm.Memory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a plug-in shares with its host, and the blocks in it: what Extism calls the kernel. A block is known
 * by its handle, the address of its first byte.
 *
 * <p>
 * Which blocks there are is kept beside the memory and not in it, so nothing that a plug-in writes can mislead the
 * allocator. Blocks lie end to end in the order of allocation: their addresses are sorted, and each ends where the next
 * begins. Freed blocks are used again only where the memory would have to grow otherwise, because plug-ins may free a
 * handle that the host has freed already.
 */
public final class Kernel {

    /** The first handle; 0 is no handle, and what lies below belongs to no block. */
    static final int FIRST_HANDLE = 64;

    /** Also keeps words from straddling cache lines, and the bookkeeping at half of the smallest block. */
    private static final int ALIGNMENT = 16;
    private static final int PAGE_SIZE = 65_536;
    private static final int INITIAL_BLOCKS = 32;
    /** A call with more blocks than this gives its bookkeeping back. */
    private static final int MAX_KEPT_BLOCKS = 65_536;
    private static final int SIZE_CLASSES = Integer.SIZE;
    /** A block at least 2 to the power of this too big is used again only when the memory cannot grow. */
    private static final int MAX_WASTED_CLASSES = 3;
    /** How many blocks of the size class that may be too small are looked at. */
    private static final int MAX_TRIES = 8;
    private static final int RECENT_BLOCKS = 8;
    private static final int NONE = -1;

    /** Its length is the size of the memory. The guest-facing functions check against it and nothing else. */
    byte[] memory;
    int inputOffset;
    int inputLength;

    private final int maxPages;
    /** The pages of this memory and of the plug-in's own. */
    private Budget budget;
    private int outputOffset;
    private int outputLength;
    private long errorHandle;

    /** Where the next block will begin; everything from here on is zero unless a plug-in wrote where it has no block. */
    private int position = FIRST_HANDLE;
    private int blocks;
    /** The handles, ascending. */
    private int[] starts = new int[INITIAL_BLOCKS];
    /** For a live block the bytes asked for, at least 1; for a free one {@link #encode} of the next in its list. */
    private int[] lengths = new int[INITIAL_BLOCKS];
    private int freeBlocks;
    /** The first free block of each size class, the power of two at or below its size. */
    private final int[] freeLists = new int[SIZE_CLASSES];

    /**
     * A kernel that {@link #beginAfresh} gives its memory before the first use.
     *
     * @param maxPages the most pages of 64 KiB that this memory and the plug-in's own may have together, from 1 on
     */
    public Kernel(int maxPages) {
        this.maxPages = maxPages;
        memory = noMemory();
        budget = newBudget();
        Arrays.fill(freeLists, NONE);
    }

    /**
     * Forgets all that was: what a guest wrote where it has no block, and what the last call left, would show to the
     * start functions of a new instance, which run before there is a new input.
     *
     * @return what the new instance of the plug-in and this kernel may use together from now on
     */
    public Budget beginAfresh() {
        if (memory.length == PAGE_SIZE) {
            Arrays.fill(memory, (byte) 0);
        } else {
            memory = new byte[PAGE_SIZE];
        }
        forgetBlocks();
        budget = newBudget();
        return budget;
    }

    private Budget newBudget() {
        var fresh = Budget.of(maxPages);
        fresh.take(1);
        return fresh;
    }

    /**
     * Frees and zeroes everything, then puts the input into the first block. An empty input is no block.
     *
     * @return whether the input fits the limit and the heap
     */
    public boolean begin(byte[] input) {
        var dirtyEnd = position;
        budget.forgetRefusal();
        forgetBlocks();
        var end = (long) FIRST_HANDLE + input.length;
        if (end > memory.length) {
            // Nothing of the old contents is wanted, so they are not copied and a fresh array brings its own zeros.
            var fresh = allocateArray(end, false);
            if (fresh == null) {
                Arrays.fill(memory, 0, dirtyEnd, (byte) 0);
                return false;
            }
            memory = fresh;
        } else {
            Arrays.fill(memory, 0, FIRST_HANDLE, (byte) 0);
            if (end < dirtyEnd) {
                Arrays.fill(memory, (int) end, dirtyEnd, (byte) 0);
            }
        }
        if (input.length > 0) {
            System.arraycopy(input, 0, memory, FIRST_HANDLE, input.length);
            inputOffset = (int) append(input.length);
            inputLength = input.length;
        }
        return true;
    }

    /** Frees and zeroes everything. */
    public void reset() {
        Arrays.fill(memory, 0, position, (byte) 0);
        forgetBlocks();
    }

    /** Gives the memory back. The kernel cannot be used afterwards. */
    public void release() {
        memory = noMemory();
        starts = new int[0];
        lengths = new int[0];
    }

    private static byte[] noMemory() {
        // Not shorter: whoever checks a word against the end subtracts 8 from the length.
        return new byte[Long.BYTES];
    }

    /**
     * A block of this many bytes.
     *
     * @return its handle; 0 if {@code length} is 0, negative (that is, huge) or more than limit or heap allow
     */
    public long alloc(long length) {
        if (length <= 0 || length > memory.length - position || blocks == starts.length) {
            return allocSlowly(length);
        }
        return append((int) length);
    }

    /** Frees a block; anything that is not the handle of a live one is ignored. */
    public void free(long handle) {
        var block = find(handle);
        if (block == NONE) {
            return;
        }
        var sizeClass = sizeClass(size(block));
        lengths[block] = encode(freeLists[sizeClass]);
        freeLists[sizeClass] = block;
        freeBlocks++;
        if (handle == inputOffset) {
            inputLength = 0;
        }
    }

    /** The bytes in a block, 0 if this is not the handle of a live one. */
    public long length(long handle) {
        var block = find(handle);
        return block == NONE ? 0 : lengths[block];
    }

    /** The present size of the memory in bytes. */
    public int size() {
        return memory.length;
    }

    /** Declares these bytes the input. Ignored unless they lie within the memory. */
    void setInput(long offset, long length) {
        if (isRange(offset, length)) {
            inputOffset = (int) offset;
            inputLength = (int) length;
        }
    }

    /** Declares these bytes, which need not be a whole block, the output. Ignored unless they lie within the memory. */
    void setOutput(long offset, long length) {
        if (isRange(offset, length)) {
            outputOffset = (int) offset;
            outputLength = (int) length;
        }
    }

    int outputOffset() {
        return outputOffset;
    }

    int outputLength() {
        return outputLength;
    }

    /** Declares a block the error message; 0 means that there is none. Ignored unless within the memory. */
    void setError(long handle) {
        if (handle == 0 || isRange(handle, 0)) {
            errorHandle = handle;
        }
    }

    long errorHandle() {
        return errorHandle;
    }

    /** A copy of the output. */
    public byte[] output() {
        return Arrays.copyOfRange(memory, outputOffset, outputOffset + outputLength);
    }

    /** The output as UTF-8; malformed input becomes U+FFFD. */
    public String outputString() {
        return new String(memory, outputOffset, outputLength, StandardCharsets.UTF_8);
    }

    /** The error message, if there is one and its block is live. */
    public Optional<String> error() {
        var length = (int) length(errorHandle);
        return length == 0 ? Optional.empty()
                : Optional.of(new String(memory, (int) errorHandle, length, StandardCharsets.UTF_8));
    }

    /**
     * A copy of a block; no bytes for handle 0.
     *
     * @param what is being read, for the message
     * @throws PluginException if there is no such block
     */
    public byte[] read(long handle, String what) {
        var length = checkedLength(handle, what);
        return Arrays.copyOfRange(memory, (int) handle, (int) handle + length);
    }

    /** Like {@link #read} as UTF-8; malformed input becomes U+FFFD. */
    public String readString(long handle, String what) {
        var length = checkedLength(handle, what);
        return new String(memory, (int) handle, length, StandardCharsets.UTF_8);
    }

    /**
     * Overwrites a block from its start.
     *
     * @throws PluginException if there is no such block
     * @throws IllegalArgumentException if the bytes do not fit it
     */
    public void overwrite(long handle, byte[] bytes, String what) {
        var length = checkedLength(handle, what);
        if (bytes.length > length) {
            throw new IllegalArgumentException(
                    "%d bytes do not fit block %d, which has %d".formatted(bytes.length, handle, length));
        }
        System.arraycopy(bytes, 0, memory, (int) handle, bytes.length);
    }

    /**
     * A new block with these bytes; 0 for none.
     *
     * @throws PluginException if limit or heap do not allow it
     */
    public long write(byte[] bytes) {
        if (bytes.length == 0) {
            return 0;
        }
        var handle = alloc(bytes.length);
        if (handle == 0) {
            throw outOfMemory(bytes.length);
        }
        System.arraycopy(bytes, 0, memory, (int) handle, bytes.length);
        return handle;
    }

    /** What to throw when the host's own bytes do not fit. */
    public PluginException outOfMemory(long bytes) {
        return new PluginException(PluginException.Kind.OUT_OF_MEMORY,
                ("oom: no room for %d bytes in the memory shared with the plug-in, which has %d bytes; of the %d pages "
                        + "of 64 KiB that it and the plug-in's own memory may have, %d are in use: raise maxPages or "
                        + "the Java heap").formatted(bytes, memory.length, budget.limit(), budget.used()));
    }

    private int checkedLength(long handle, String what) {
        if (handle == 0) {
            return 0;
        }
        var length = (int) length(handle);
        if (length == 0) {
            throw new PluginException(PluginException.Kind.REFUSED,
                    "invalid handle offset for %s: %s".formatted(what, Long.toUnsignedString(handle)));
        }
        return length;
    }

    private boolean isRange(long offset, long length) {
        return offset >= FIRST_HANDLE && length >= 0 && offset <= memory.length && length <= memory.length - offset;
    }

    private void forgetBlocks() {
        blocks = 0;
        position = FIRST_HANDLE;
        inputOffset = 0;
        inputLength = 0;
        outputOffset = 0;
        outputLength = 0;
        errorHandle = 0;
        if (freeBlocks > 0) {
            freeBlocks = 0;
            Arrays.fill(freeLists, NONE);
        }
        if (starts.length > MAX_KEPT_BLOCKS) {
            starts = new int[INITIAL_BLOCKS];
            lengths = new int[INITIAL_BLOCKS];
        }
    }

    /** The block with this handle if it is live. */
    private int find(long handle) {
        if (handle <= 0 || handle > Integer.MAX_VALUE) {
            return NONE;
        }
        // Most handles that are asked for were given out lately, and most calls have few of them.
        var block = blocks - 1;
        for (var oldest = Math.max(0, blocks - RECENT_BLOCKS); block >= oldest; block--) {
            if (starts[block] == handle) {
                return lengths[block] > 0 ? block : NONE;
            }
        }
        block = Arrays.binarySearch(starts, 0, block + 1, (int) handle);
        return block >= 0 && lengths[block] > 0 ? block : NONE;
    }

    private int size(int block) {
        return (block + 1 < blocks ? starts[block + 1] : position) - starts[block];
    }

    /** Adds a block at the end; there is room for it and its entry. */
    private long append(int length) {
        var start = position;
        starts[blocks] = start;
        lengths[blocks] = length;
        // The memory's length is a multiple of the alignment, so rounding up stays inside.
        position = (start + length + ALIGNMENT - 1) & -ALIGNMENT;
        blocks++;
        return start;
    }

    private long allocSlowly(long length) {
        if (length == 0) {
            return 0;
        }
        if (length < 0 || length > Integer.MAX_VALUE) {
            budget.refuse(Math.ceilDiv(length & Long.MAX_VALUE, PAGE_SIZE));
            return 0;
        }
        var wanted = (int) length;
        if (length > memory.length - position) {
            var handle = reuse(wanted, sizeClass(wanted) + MAX_WASTED_CLASSES);
            if (handle != 0) {
                return handle;
            }
            var grown = allocateArray((long) position + length, true);
            if (grown == null) {
                return reuse(wanted, SIZE_CLASSES - 1);
            }
            memory = grown;
        }
        if (blocks == starts.length && !growBookkeeping()) {
            return reuse(wanted, SIZE_CLASSES - 1);
        }
        return append(wanted);
    }

    private long reuse(int length, int lastClass) {
        if (freeBlocks == 0) {
            return 0;
        }
        var firstClass = sizeClass(length);
        for (var sizeClass = firstClass; sizeClass <= Math.min(lastClass, SIZE_CLASSES - 1); sizeClass++) {
            var before = NONE;
            var block = freeLists[sizeClass];
            for (var tries = 0; block != NONE && tries < MAX_TRIES; tries++) {
                var next = decode(lengths[block]);
                if (size(block) >= length) {
                    if (before == NONE) {
                        freeLists[sizeClass] = next;
                    } else {
                        lengths[before] = encode(next);
                    }
                    freeBlocks--;
                    lengths[block] = length;
                    return starts[block];
                }
                before = block;
                block = next;
            }
        }
        return 0;
    }

    /** An array of at least this many bytes, taken from the budget; null if limit or heap do not allow it. */
    private byte @Nullable [] allocateArray(long needed, boolean keepContents) {
        var present = memory.length / PAGE_SIZE;
        var exact = Math.ceilDiv(needed, PAGE_SIZE) - present;
        if (exact > budget.left()) {
            budget.refuse(exact);
            return null;
        }
        // At least half as much again, lest many small steps copy gigabytes; but the plug-in's own memory has half of
        // what is left.
        var generous = Math.min(Math.ceilDiv(present, 2), exact + (budget.left() - exact) / 2);
        var array = generous > exact ? tryPages(present, generous, keepContents) : null;
        array = array == null ? tryPages(present, exact, keepContents) : array;
        if (array == null) {
            budget.refuse(exact);
        }
        return array;
    }

    /**
     * What the call wanted of memory and did not get, its own or this one: perhaps the reason why it failed. Nothing if
     * it got all.
     */
    public Optional<String> refusal() {
        return budget.refused() == 0 ? Optional.empty()
                : Optional
                        .of(("it had asked in vain for %d more pages of 64 KiB: of the %d that it may have, %d are in "
                                + "use; raise maxPages or the Java heap").formatted(budget.refused(), budget.limit(),
                                        budget.used()));
    }

    private byte @Nullable [] tryPages(int present, long more, boolean keepContents) {
        if (present + more > Memory.MAX_PAGES) {
            return null;
        }
        var array = tryArray((int) (present + more) * PAGE_SIZE, keepContents);
        if (array != null) {
            budget.take(more);
        }
        return array;
    }

    private byte @Nullable [] tryArray(int size, boolean keepContents) {
        try {
            return keepContents ? Arrays.copyOf(memory, size) : new byte[size];
        } catch (OutOfMemoryError e) {
            // The heap is a limit like the configured one: the plug-in is told, the host lives on.
            return null;
        }
    }

    private boolean growBookkeeping() {
        try {
            var capacity = starts.length * 2;
            var longerStarts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            starts = longerStarts;
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private static int sizeClass(int size) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size);
    }

    /** A link of a free list as a negative number, which no length is. */
    private static int encode(int block) {
        return -2 - block;
    }

    private static int decode(int link) {
        return -2 - link;
    }
}

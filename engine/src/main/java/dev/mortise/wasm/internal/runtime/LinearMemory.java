package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.Limits;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.MemoryType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A memory as a {@code byte[]}. While it has grown seldom, the array is exactly as long as the memory, so that the
 * JVM's own bounds check is the only one. Growing copies; a memory that keeps growing therefore switches all modules
 * that use it to code that checks against {@link #size}, and from then on has spare capacity.
 */
public final class LinearMemory implements Memory {

    /**
     * Bytes that growing may copy before the memory gets spare capacity: some 50 ms, once in the life of a module. Page
     * by page that is enough for a memory of 5 MiB.
     */
    private static final long EXACT_COPIED_BYTES = 256L << 20;

    private static final byte[] RELEASED = {};

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    /** The memory's bytes; longer than {@link #size} only when the modules that use it check against that. */
    public byte[] bytes;
    /** The memory's size in bytes. */
    public int size;

    private final OptionalLong declaredMaximum;
    private final int maxPages;
    private final Budget budget;
    private final @Nullable SpareArrays reserve;
    private final List<WeakReference<ModuleInstance>> users = new ArrayList<>(1);
    private final List<WeakReference<ModuleInstance>> firstOf = new ArrayList<>(1);
    private long copied;
    private boolean spare;
    private boolean released;

    private LinearMemory(int pages, OptionalLong declaredMaximum, int maxPages, Budget budget,
            @Nullable SpareArrays reserve) {
        this.reserve = reserve;
        this.bytes = newArray(pages * PAGE_SIZE);
        this.size = bytes.length;
        this.declaredMaximum = declaredMaximum;
        this.maxPages = maxPages;
        this.budget = budget;
    }

    /** A memory whose size must stay within its type, the engine's limit and a budget of pages. */
    public static LinearMemory create(MemoryType type, Budget budget) {
        return create(type, budget, null);
    }

    /** Like {@link #create(MemoryType, Budget)} with arrays from a reserve. */
    static LinearMemory create(MemoryType type, Budget budget, @Nullable SpareArrays reserve) {
        var limits = type.limits();
        var pages = limits.minimum();
        if (pages > MAX_PAGES) {
            throw new IllegalArgumentException("a memory of " + pages + " pages is over the limit of " + MAX_PAGES
                    + " pages of 64 KiB");
        }
        if (limits.maximum().isPresent() && pages > limits.maximum().getAsLong()) {
            throw new IllegalArgumentException("the minimum of " + pages + " pages is over the maximum of "
                    + limits.maximum().getAsLong());
        }
        if (!budget.take(pages)) {
            throw new IllegalArgumentException("a memory of " + pages + " pages is over the limit of "
                    + budget.limit() + " pages of 64 KiB, of which " + budget.used() + " are in use");
        }
        var most = (int) Math.min(MAX_PAGES, limits.maximum().orElse(MAX_PAGES));
        return new LinearMemory((int) pages, limits.maximum(), most, budget, reserve);
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** Tells the memory about an instance whose code reads it, and whether it is the instance's first memory. */
    void addUser(ModuleInstance user, boolean isFirst) {
        users.removeIf(each -> each.refersTo(null));
        users.add(new WeakReference<>(user));
        if (isFirst) {
            firstOf.removeIf(each -> each.refersTo(null));
            firstOf.add(new WeakReference<>(user));
            publish(user);
        }
        if (spare) {
            user.code().memoryMode().useSpareCapacity();
        } else if (user.code().memoryMode().hasSpareCapacity()) {
            // The module's code checks already: nothing is lost by room to grow.
            useSpareCapacity();
        }
    }

    private void publish(ModuleInstance user) {
        user.memoryBytes = bytes;
        user.memorySize = size;
    }

    /** On a thread with a stack of its own, and only then believed: a guest at the end of its stack may ask for this. */
    private void useSpareCapacity() {
        spare = Emission.call(() -> {
            for (var reference : users) {
                var user = reference.get();
                if (user != null) {
                    user.code().memoryMode().useSpareCapacity();
                }
            }
            return true;
        });
    }

    @Override
    public MemoryType type() {
        return new MemoryType(new Limits(pages(), declaredMaximum));
    }

    @Override
    public int pages() {
        return size / PAGE_SIZE;
    }

    @Override
    public int size() {
        return size;
    }

    /** Whether its limits allow so many pages more, an unsigned number; the heap may still have no room. */
    boolean canGrow(int pages) {
        return pages >= 0 && !released && pages <= maxPages - pages() && pages <= budget.left();
    }

    @Override
    public int grow(int pages) {
        var before = pages();
        if (!canGrow(pages)) {
            budget.refuse(Integer.toUnsignedLong(pages));
            return -1;
        }
        if (pages == 0) {
            return before;
        }
        // A stack that ended halfway would leave host, guest and budget with different ideas of this memory.
        StackProbe.ensureHeadroom();
        var newSize = size + pages * PAGE_SIZE;
        var old = bytes;
        if (newSize > old.length) {
            var larger = copy(capacityFor(newSize));
            if (larger.length == 0) {
                larger = copy(newSize);
            }
            if (larger.length == 0) {
                // The heap is a limit like any other: the guest is told, as the specification allows.
                budget.refuse(pages);
                return -1;
            }
            bytes = larger;
        }
        size = newSize;
        publish();
        budget.take(pages);
        if (newSize > old.length) {
            giveToReserve(old);
        }
        return before;
    }

    /** Gives the array back; see {@link dev.mortise.wasm.Instance#release()}. */
    void release() {
        var old = bytes;
        var pages = pages();
        released = true;
        bytes = RELEASED;
        size = 0;
        publish();
        budget.giveBack(pages);
        giveToReserve(old);
    }

    /** Only after {@link #publish()}: whoever finds the array there must be the only one who has it. */
    private void giveToReserve(byte[] array) {
        if (reserve == null) {
            return;
        }
        try {
            reserve.give(array);
        } catch (VirtualMachineError e) {
            // The reserve does without it; the memory is in order.
        }
    }

    /** Allocates nothing, for a new array may just have taken what was left of the heap. */
    private void publish() {
        for (var i = 0; i < firstOf.size(); i++) {
            var user = firstOf.get(i).get();
            if (user != null) {
                publish(user);
            }
        }
    }

    private byte[] newArray(int length) {
        return reserve != null ? reserve.take(length) : new byte[length];
    }

    /** The bytes in a longer array; an empty one if the heap has no room. */
    private byte[] copy(int capacity) {
        try {
            var larger = newArray(capacity);
            System.arraycopy(bytes, 0, larger, 0, size);
            return larger;
        } catch (OutOfMemoryError e) {
            return new byte[0];
        }
    }

    private int capacityFor(int newSize) {
        copied += size;
        if (!spare && copied > EXACT_COPIED_BYTES) {
            useSpareCapacity();
        }
        if (!spare) {
            return newSize;
        }
        // A quarter more each time: copying stays linear in the final size.
        var room = Math.min(newSize / 4L, budget.left() * PAGE_SIZE - (newSize - size));
        return (int) Math.min(newSize + room, (long) maxPages * PAGE_SIZE);
    }

    @Override
    public byte readByte(long address) {
        return bytes[check(address, 1)];
    }

    @Override
    public short readShort(long address) {
        return (short) SHORT.get(bytes, check(address, 2));
    }

    @Override
    public int readInt(long address) {
        return (int) INT.get(bytes, check(address, 4));
    }

    @Override
    public long readLong(long address) {
        return (long) LONG.get(bytes, check(address, 8));
    }

    @Override
    public byte[] read(long address, int length) {
        var from = check(address, length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    @Override
    public void read(long address, byte[] target, int targetOffset, int length) {
        System.arraycopy(bytes, check(address, length), target, targetOffset, length);
    }

    @Override
    public String readString(long address, int length) {
        return new String(bytes, check(address, length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void writeByte(long address, byte value) {
        bytes[check(address, 1)] = value;
    }

    @Override
    public void writeShort(long address, short value) {
        SHORT.set(bytes, check(address, 2), value);
    }

    @Override
    public void writeInt(long address, int value) {
        INT.set(bytes, check(address, 4), value);
    }

    @Override
    public void writeLong(long address, long value) {
        LONG.set(bytes, check(address, 8), value);
    }

    @Override
    public void write(long address, byte[] source, int sourceOffset, int length) {
        System.arraycopy(source, sourceOffset, bytes, check(address, length), length);
    }

    @Override
    public void fill(long address, int length, byte value) {
        var from = check(address, length);
        Arrays.fill(bytes, from, from + length, value);
    }

    @Override
    public ByteBuffer buffer(long address, int length) {
        return ByteBuffer.wrap(bytes, check(address, length), length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private int check(long address, int length) {
        if (address < 0 || length < 0 || address > size - (long) length) {
            throw new IndexOutOfBoundsException("address " + address + " with length " + length
                    + " is outside of the memory of " + size + " bytes");
        }
        return (int) address;
    }
}

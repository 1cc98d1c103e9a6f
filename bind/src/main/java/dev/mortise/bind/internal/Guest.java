package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the methods of an object share: the guest's memory, its buffer, and a place to encode into. */
final class Guest {

    /** The kept buffer's size where the guest lets us say it, and messages vary. */
    private static final int FIRST_SIZE = 1024;

    private final @Nullable Memory memory;
    private final @Nullable Object prepare;
    private final @Nullable Function enlarge;
    private @Nullable Buffer scratch;
    private final Kept kept;

    /** With a place for the kept buffer, which is the guest's own if nobody else knows it. */
    Guest(BufferExports exports, BufferNeeds needs, Kept kept) {
        this.kept = kept;
        memory = exports.memory();
        prepare = exports.prepare() == null ? null : GuestCalls.receiver(exports.prepare());
        enlarge = exports.grow() != null ? exports.grow() : exports.prepare();
        if (exports.isStatic() && needs.isUsed()) {
            keep(exports, needs);
        }
    }

    /** A guest that is asked for a buffer when one is needed, or for one that is kept. */
    static Guest of(Instance instance, BufferExports exports, BufferNeeds needs) {
        return new Guest(exports, needs, exports.isStatic() ? Kept.of(instance, exports.source()) : new Kept());
    }

    private void keep(BufferExports exports, BufferNeeds needs) {
        var get = exports.get();
        if (!kept.isHeld && get != null) {
            hold((long) Objects.requireNonNull(get.call()[0]), needs.alignment());
        } else if (!kept.isHeld) {
            enlarge(needs.size() == 0 ? FIRST_SIZE : needs.size(), needs.alignment());
        }
        if (needs.size() > kept.capacity) {
            enlarge(needs.size(), needs.alignment());
        }
        checkAligned(kept.pointer, needs.alignment());
        kept.alignment = Math.max(kept.alignment, needs.alignment());
    }

    /** A buffer as the guest describes it becomes the kept one. */
    private void hold(long described, int alignment) {
        checkInside(described);
        checkAligned(pointer(described), Math.max(alignment, kept.alignment));
        kept.pointer = pointer(described);
        kept.capacity = length(described);
        kept.isHeld = true;
    }

    private void enlarge(int size, int alignment) {
        if (enlarge == null) {
            throw new BindException("the guest's static buffer of " + kept.capacity + " bytes is too small for " + size
                    + ", and it exports no wasm_grow_buffer(i32) -> i64");
        }
        hold((long) Objects.requireNonNull(enlarge.call(size)[0]), alignment);
        if (size > kept.capacity) {
            throw tooSmall(kept.capacity, size);
        }
    }

    // ---- What handles consist of

    /** The memory's bytes as they are now. */
    byte[] bytes() {
        return GuestCalls.bytes(theMemory());
    }

    /** The kept buffer. */
    int kept() {
        return kept.pointer;
    }

    /** Whom to ask for a buffer. */
    Object source() {
        return Objects.requireNonNull(prepare, "checked when bound");
    }

    /** A new buffer for a message of this size, checked. */
    static int prepared(long described, Guest guest, int size, int alignment) {
        guest.checkFits(described, size);
        checkAligned(pointer(described), alignment);
        return pointer(described);
    }

    /** Somewhere to encode; not the same place for a call that comes while another one is being prepared. */
    Buffer open() {
        var buffer = scratch;
        scratch = null;
        if (buffer == null) {
            buffer = new Buffer();
        }
        buffer.clear();
        return buffer;
    }

    /** Copies a message to a new buffer: pointer and length. */
    static long copy(long described, Guest guest, Buffer message, int alignment) {
        var length = message.length();
        guest.checkFits(described, length);
        checkAligned(pointer(described), alignment);
        System.arraycopy(message.bytes(), 0, guest.bytes(), pointer(described), length);
        guest.scratch = message;
        return described & 0xFFFFFFFF_00000000L | length;
    }

    /** Copies a message to the kept buffer: pointer and length. */
    static long copyToKept(Buffer message, Guest guest) {
        var length = message.length();
        var kept = guest.kept;
        if (length > kept.capacity) {
            // More than asked for, so that messages which grow slowly do not ask each time.
            guest.enlarge(Math.max(length, (int) Math.min(2L * kept.capacity, Integer.MAX_VALUE)), kept.alignment);
        }
        System.arraycopy(message.bytes(), 0, guest.bytes(), kept.pointer, length);
        guest.scratch = message;
        return (long) kept.pointer << 32 | length;
    }

    /** Where a result of fixed size lies. */
    static int result(long described, Guest guest, int size) {
        if (length(described) != size) {
            throw new BindException("the guest's result has " + Integer.toUnsignedString(length(described))
                    + " bytes, but its type " + size);
        }
        guest.checkInside(described);
        return pointer(described);
    }

    /** The bytes of a result. */
    static Reader read(long described, Guest guest) {
        guest.checkInside(described);
        return new Reader(guest.bytes(), pointer(described), length(described));
    }

    static int pointer(long described) {
        return (int) (described >>> 32);
    }

    static int length(long described) {
        return (int) described;
    }

    // ---- Checks

    private void checkFits(long described, int size) {
        checkInside(described);
        if (length(described) < size) {
            throw tooSmall(length(described), size);
        }
    }

    private static BindException tooSmall(int length, int size) {
        return new BindException("the guest gave a buffer of " + length + " bytes for a message of " + size);
    }

    private void checkInside(long described) {
        var from = described >>> 32;
        var length = described & 0xFFFFFFFFL;
        if (from + length > theMemory().size()) {
            throw new BindException("the guest gave a buffer outside of its memory: address " + from + ", " + length
                    + " bytes, in a memory of " + theMemory().size());
        }
    }

    private static void checkAligned(int pointer, int needed) {
        if ((pointer & needed - 1) != 0) {
            throw new BindException("the guest gave a buffer at address " + Integer.toUnsignedString(pointer)
                    + ", but the struct must be aligned to " + needed);
        }
    }

    private Memory theMemory() {
        return Objects.requireNonNull(memory, "checked when bound");
    }
}

package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.util.Objects;

/** Messages between a guest that calls the host and its memory. The guest is looked up at each call: it may be any. */
final class HostSide {

    private HostSide() {}

    /** The memory's bytes, with a message of this size at the pointer. */
    static byte[] fixed(int pointer, int length, Instance caller, int size) {
        if (length != size) {
            throw new BindException("the guest's message has " + Integer.toUnsignedString(length)
                    + " bytes, but its type " + size);
        }
        return inside(pointer, length, caller);
    }

    /** A message. */
    static Reader open(int pointer, int length, Instance caller) {
        return new Reader(inside(pointer, length, caller), pointer, length);
    }

    private static byte[] inside(int pointer, int length, Instance caller) {
        var memory = memory(caller);
        checkInside(pointer, length, memory);
        return GuestCalls.bytes(memory);
    }

    private static Memory memory(Instance caller) {
        return BufferExports.memory(caller)
                .orElseThrow(() -> new BindException("the guest exports no memory for the host to read and write"));
    }

    private static void checkInside(int pointer, int length, Memory memory) {
        var from = Integer.toUnsignedLong(pointer);
        if (from + Integer.toUnsignedLong(length) > memory.size()) {
            throw new BindException("the guest gave a buffer outside of its memory: address " + from + ", "
                    + Integer.toUnsignedString(length) + " bytes, in a memory of " + memory.size());
        }
    }

    /** Puts a result of fixed size where the guest wants it: pointer and length. */
    static long answer(byte[] message, Instance caller) {
        return answer(message, message.length, caller);
    }

    /** Puts a result where the guest wants it: pointer and length. */
    static long answer(Buffer message, Instance caller) {
        return answer(message.bytes(), message.length(), caller);
    }

    private static long answer(byte[] message, int length, Instance caller) {
        var exports = BufferExports.of(caller, BufferSettings.of(CodecKind.C_STRUCT));
        try {
            exports.checkArguments();
        } catch (Misfit e) {
            throw new BindException("the host's result has nowhere to go: " + e.getMessage());
        }
        var described = (long) Objects.requireNonNull(Objects.requireNonNull(exports.prepare()).call(length)[0]);
        var memory = memory(caller);
        checkInside(Guest.pointer(described), Guest.length(described), memory);
        if (Guest.length(described) < length) {
            throw new BindException("the guest gave a buffer of " + Guest.length(described)
                    + " bytes for a message of " + length);
        }
        memory.write(Integer.toUnsignedLong(Guest.pointer(described)), message, 0, length);
        return described & 0xFFFFFFFF_00000000L | length;
    }

    static Buffer newBuffer() {
        return new Buffer();
    }
}

package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Trap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The memory that the calling instance exports as {@code memory}, at addresses that the guest chose. An address that
 * does not fit is a trap, as in wasmtime; preview 1's notes ask for that, and an answer would only hide the fault.
 */
final class GuestMemory {

    private static final String NAME = "memory";
    /** The longest path in bytes, as on Linux. */
    private static final int LONGEST_PATH = 4_096;

    private final Instance owner;
    private final Memory memory;

    GuestMemory(Instance owner) {
        this.owner = owner;
        var export = owner.exports().get(NAME);
        if (!(export instanceof Memory exported)) {
            throw new LinkException("a module that calls WASI has to export its memory as \"memory\"; this one exports "
                    + owner.exports().keySet());
        }
        this.memory = exported;
    }

    @SuppressWarnings("ReferenceEquality") // an instance is itself and no other
    boolean isOf(Instance instance) {
        return owner == instance;
    }

    /** Traps unless these bytes are in the memory. */
    void check(int pointer, long length) {
        if (length > memory.size() - Integer.toUnsignedLong(pointer)) {
            throw outOfBounds(pointer, length);
        }
    }

    private Trap outOfBounds(int pointer, long length) {
        return new Trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS,
                Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS.text() + ": a WASI function was given address "
                        + Integer.toUnsignedLong(pointer) + " for " + length + " bytes, and the memory has "
                        + memory.size());
    }

    byte readByte(int pointer) {
        check(pointer, 1);
        return memory.readByte(Integer.toUnsignedLong(pointer));
    }

    int readShort(int pointer) {
        check(pointer, 2);
        return Short.toUnsignedInt(memory.readShort(Integer.toUnsignedLong(pointer)));
    }

    int readInt(int pointer) {
        check(pointer, 4);
        return memory.readInt(Integer.toUnsignedLong(pointer));
    }

    long readLong(int pointer) {
        check(pointer, 8);
        return memory.readLong(Integer.toUnsignedLong(pointer));
    }

    void writeByte(int pointer, int value) {
        check(pointer, 1);
        memory.writeByte(Integer.toUnsignedLong(pointer), (byte) value);
    }

    void writeShort(int pointer, int value) {
        check(pointer, 2);
        memory.writeShort(Integer.toUnsignedLong(pointer), (short) value);
    }

    void writeInt(int pointer, int value) {
        check(pointer, 4);
        memory.writeInt(Integer.toUnsignedLong(pointer), value);
    }

    void writeLong(int pointer, long value) {
        check(pointer, 8);
        memory.writeLong(Integer.toUnsignedLong(pointer), value);
    }

    void write(int pointer, byte[] bytes, int length) {
        check(pointer, length);
        memory.write(Integer.toUnsignedLong(pointer), bytes, 0, length);
    }

    void clear(int pointer, int length) {
        check(pointer, length);
        memory.fill(Integer.toUnsignedLong(pointer), length, (byte) 0);
    }

    /** The bytes themselves, checked before. */
    ByteBuffer buffer(int pointer, int length) {
        return memory.buffer(Integer.toUnsignedLong(pointer), length);
    }

    /** A path: UTF-8, without NUL, no longer than any system takes. */
    String readPath(int pointer, int length) throws ErrnoException {
        check(pointer, Integer.toUnsignedLong(length));
        if (Integer.compareUnsigned(length, LONGEST_PATH) >= 0) {
            throw Errno.NAMETOOLONG.exception();
        }
        var bytes = buffer(pointer, length);
        for (var i = 0; i < length; i++) {
            if (bytes.get(i) == 0) {
                throw Errno.INVAL.exception();
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw Errno.ILSEQ.exception();
        }
    }
}

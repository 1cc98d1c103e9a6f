package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.LinearMemory;
import java.nio.ByteBuffer;

/**
 * A linear memory: Java heap, little-endian, at most just under 2 GiB (32,767 pages).
 *
 * <p>
 * Addresses are bytes from 0; an access that does not fit throws {@link IndexOutOfBoundsException} with address, length
 * and size, and has no effect. A memory belongs to the thread that runs its instance.
 */
public sealed interface Memory extends Extern permits LinearMemory {

    /** Bytes in a page. */
    int PAGE_SIZE = 65_536;

    /** The most pages that a memory of this engine can have: the array that holds it must be under 2 GiB. */
    int MAX_PAGES = 32_767;

    /**
     * A memory that instances can import.
     *
     * @throws IllegalArgumentException if the minimum is over {@link #MAX_PAGES} or over the maximum
     */
    static Memory create(MemoryType type) {
        return LinearMemory.create(type, Budget.of(MAX_PAGES));
    }

    @Override
    MemoryType type();

    /** The present size in pages. */
    int pages();

    /** The present size in bytes. */
    int size();

    /**
     * Grows by this many pages, zeroed.
     *
     * @return the size before in pages, or -1 if the maximum, a limit or the heap does not allow it
     */
    int grow(int pages);

    /** The byte at an address. */
    byte readByte(long address);

    /** The two bytes at an address. */
    short readShort(long address);

    /** The four bytes at an address. */
    int readInt(long address);

    /** The eight bytes at an address. */
    long readLong(long address);

    /** The four bytes at an address as a float. */
    default float readFloat(long address) {
        return Float.intBitsToFloat(readInt(address));
    }

    /** The eight bytes at an address as a double. */
    default double readDouble(long address) {
        return Double.longBitsToDouble(readLong(address));
    }

    /** A copy of these bytes. */
    byte[] read(long address, int length);

    /** Copies bytes out of the memory. */
    void read(long address, byte[] target, int targetOffset, int length);

    /** These bytes as UTF-8; malformed input becomes U+FFFD. */
    String readString(long address, int length);

    /** Sets the byte at an address. */
    void writeByte(long address, byte value);

    /** Sets the two bytes at an address. */
    void writeShort(long address, short value);

    /** Sets the four bytes at an address. */
    void writeInt(long address, int value);

    /** Sets the eight bytes at an address. */
    void writeLong(long address, long value);

    /** Sets the four bytes at an address to a float. */
    default void writeFloat(long address, float value) {
        writeInt(address, Float.floatToRawIntBits(value));
    }

    /** Sets the eight bytes at an address to a double. */
    default void writeDouble(long address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    /** Copies all these bytes into the memory. */
    default void write(long address, byte[] source) {
        write(address, source, 0, source.length);
    }

    /** Copies bytes into the memory. */
    void write(long address, byte[] source, int sourceOffset, int length);

    /** Sets bytes to one value. */
    void fill(long address, int length, byte value);

    /**
     * These bytes themselves, little-endian, for host functions that move many of them: a file or socket channel reads
     * and writes the guest's memory without a copy in between. It has a backing array, which is longer than these bytes.
     * Use it at once and let go of it: once the memory has grown or its instance was released, it may show bytes that
     * are no longer the memory's, and with a {@link MemoryReserve} those of another instance.
     */
    ByteBuffer buffer(long address, int length);
}

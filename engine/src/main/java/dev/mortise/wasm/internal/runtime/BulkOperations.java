package dev.mortise.wasm.internal.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instructions on whole ranges of memories, tables and segments. Offsets and lengths are unsigned; a range that does
 * not fit traps before anything is written.
 */
public final class BulkOperations {

    private static final Object[] DROPPED = new Object[0];
    /** Bytes or elements from which on an instruction takes microseconds. */
    private static final int LONG_RANGE = 1 << 16;

    private BulkOperations() {}

    /** {@code memory.size}. */
    public static int memorySize(LinearMemory memory) {
        return memory.size >>> 16;
    }

    /** {@code memory.grow}. */
    public static int memoryGrow(int pages, LinearMemory memory) {
        return memory.grow(pages);
    }

    /** {@code memory.fill}. */
    public static void memoryFill(int target, int value, int length, LinearMemory memory) {
        checkMemory(target, length, memory.size);
        Arrays.fill(memory.bytes, target, target + length, (byte) value);
        pollAfter(length);
    }

    /** {@code memory.copy}. */
    public static void memoryCopy(int target, int source, int length, LinearMemory to, LinearMemory from) {
        checkMemory(source, length, from.size);
        checkMemory(target, length, to.size);
        System.arraycopy(from.bytes, source, to.bytes, target, length);
        pollAfter(length);
    }

    /** {@code memory.init}. */
    public static void memoryInit(int target, int source, int length, LinearMemory memory, int segment,
            ModuleInstance instance) {
        checkMemory(source, length, instance.dataLengths[segment]);
        checkMemory(target, length, memory.size);
        var definition = instance.code().definition();
        System.arraycopy(definition.bytes(), definition.data().get(segment).data().start() + source, memory.bytes,
                target, length);
        pollAfter(length);
    }

    /** {@code data.drop}. */
    public static void dataDrop(int segment, ModuleInstance instance) {
        instance.dataLengths[segment] = 0;
    }

    /** {@code table.get}. */
    public static @Nullable Object tableGet(int index, ReferenceTable table) {
        checkTable(index, 1, table.size);
        return table.elements[index];
    }

    /** {@code table.set}. */
    public static void tableSet(int index, @Nullable Object value, ReferenceTable table) {
        checkTable(index, 1, table.size);
        table.elements[index] = value;
    }

    /** {@code table.size}. */
    public static int tableSize(ReferenceTable table) {
        return table.size;
    }

    /** {@code table.grow}. */
    public static int tableGrow(@Nullable Object value, int count, ReferenceTable table) {
        return table.growUnchecked(count, value);
    }

    /** {@code table.fill}. */
    public static void tableFill(int target, @Nullable Object value, int length, ReferenceTable table) {
        checkTable(target, length, table.size);
        Arrays.fill(table.elements, target, target + length, value);
        pollAfter(length);
    }

    /** {@code table.copy}. */
    public static void tableCopy(int target, int source, int length, ReferenceTable to, ReferenceTable from) {
        checkTable(source, length, from.size);
        checkTable(target, length, to.size);
        System.arraycopy(from.elements, source, to.elements, target, length);
        pollAfter(length);
    }

    /** {@code table.init}. */
    public static void tableInit(int target, int source, int length, ReferenceTable table, int segment,
            ModuleInstance instance) {
        var elements = instance.elements[segment];
        checkTable(source, length, elements.length);
        checkTable(target, length, table.size);
        System.arraycopy(elements, source, table.elements, target, length);
        pollAfter(length);
    }

    /** {@code elem.drop}. */
    public static void elementDrop(int segment, ModuleInstance instance) {
        instance.elements[segment] = DROPPED;
    }

    /** {@code ref.func}. */
    public static Object functionReference(int index, ModuleInstance instance) {
        return instance.function(index);
    }

    /**
     * Lets the JVM stop the thread for a safepoint, as it does where native code returns: an intrinsic copy has no poll,
     * and a loop around it perhaps one in a thousand rounds, which could take minutes.
     */
    static void pollAfter(int length) {
        if (length >= LONG_RANGE) {
            Thread.holdsLock(DROPPED);
        }
    }

    private static void checkMemory(int from, int length, int size) {
        if (outside(from, length, size)) {
            throw Traps.outOfBoundsMemory();
        }
    }

    private static void checkTable(int from, int length, int size) {
        if (outside(from, length, size)) {
            throw Traps.outOfBoundsTable();
        }
    }

    private static boolean outside(int from, int length, int size) {
        return (from | length) < 0 || from > size - length;
    }
}

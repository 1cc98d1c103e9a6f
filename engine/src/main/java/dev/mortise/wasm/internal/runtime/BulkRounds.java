package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.internal.BlockFunction;
import dev.mortise.wasm.internal.BlockFunction.Sink;
import dev.mortise.wasm.internal.BlockFunction.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Many rounds of a loop at once, before the loop begins (see the package {@code idiom}). Each operation does as many
 * whole rounds as are sure to be made, to stay within the memory, and to come out like one round after the other; and
 * says how many those were. It always leaves the last one: what a round leaves in further locals is then there, and
 * traps are the loop's own.
 */
public final class BulkRounds {

    /** So many or fewer the loop does as fast: from some 32 on no loop is faster. */
    private static final int FEWEST = 24;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BulkRounds() {}

    // ---- How many rounds are sure to be made

    /** Rounds until a number that comes nearer by a step is another one. */
    public static long untilEqual(int from, int to, int step) {
        return Integer.toUnsignedLong(to - from) / step;
    }

    /** The same for 64 bits. */
    public static long untilEqual(long from, long to, int step) {
        return Long.divideUnsigned(to - from, step);
    }

    /** Rounds while a signed number that comes nearer by a step is less than another one. */
    public static long whileLess(int from, int to, int step) {
        return from < to ? Integer.toUnsignedLong(to - from) / step : 0;
    }

    /** The same for 64 bits. */
    public static long whileLess(long from, long to, int step) {
        return from < to ? Long.divideUnsigned(to - from, step) : 0;
    }

    /** The same for unsigned numbers. */
    public static long whileLessUnsigned(int from, int to, int step) {
        return Integer.compareUnsigned(from, to) < 0 ? Integer.toUnsignedLong(to - from) / step : 0;
    }

    /** The same for unsigned numbers of 64 bits. */
    public static long whileLessUnsigned(long from, long to, int step) {
        return Long.compareUnsigned(from, to) < 0 ? Long.divideUnsigned(to - from, step) : 0;
    }

    /** The smaller of two numbers of rounds, either of which may be unsigned: then it is more than enough. */
    public static long both(long rounds, long others) {
        return Math.min(rounds & Long.MAX_VALUE, others & Long.MAX_VALUE);
    }

    /** So many rounds if two numbers are the same; else none. */
    public static long ifEqual(long rounds, int number, int other) {
        return number == other ? rounds : 0;
    }

    /** The same for 64 bits. */
    public static long ifEqual(long rounds, long number, long other) {
        return number == other ? rounds : 0;
    }

    /** The word that lies so far from an address; 0 where there is none, and {@link #beside} allows no rounds. */
    public static long word(int base, int distance, ModuleInstance instance) {
        var address = Integer.toUnsignedLong(base) + distance;
        return address < 0 || address > instance.memorySize - Long.BYTES ? 0
                : (long) WORDS.get(instance.memoryBytes, (int) address);
    }

    /**
     * So many of the rounds as touch nothing between two distances from an address, where they do write each time, and
     * none that would leave the memory: so the next one, which is left to the loop, does not trap before it has written
     * there, too.
     */
    public static long beside(long rounds, int base, int low, int high, int address, long offset, int step,
            ModuleInstance instance) {
        // Few are left to the loop in any case.
        if (rounds <= FEWEST) {
            return 0;
        }
        var first = Integer.toUnsignedLong(base) + low;
        var last = Integer.toUnsignedLong(base) + high;
        var start = Integer.toUnsignedLong(address) + offset;
        if (first < 0 || last > instance.memorySize || step < 0 || start < last && start + step > first) {
            return 0;
        }
        var end = start < first ? first : instance.memorySize;
        return start > end ? 0 : Math.min(rounds & Long.MAX_VALUE, (end - start) / step);
    }

    /** So many of the rounds as there is fuel for. */
    public static long affordable(long rounds, int units, ModuleInstance instance) {
        return units == 0 ? rounds : both(rounds, instance.fuel.left() / units);
    }

    /** Pays for rounds that were affordable, as the loop would have done. */
    public static int pay(int rounds, int units, ModuleInstance instance) {
        if (rounds > 0) {
            instance.fuel.consume((long) rounds * units);
        }
        return rounds;
    }

    // ---- What they do

    /** Rounds that each move {@code step} bytes, and then go on by that many, down if negative. */
    public static int copy(int to, long toOffset, int from, long fromOffset, long rounds, int step,
            ModuleInstance instance) {
        return rounds <= FEWEST ? 0 : copyMany(to, toOffset, from, fromOffset, rounds, step, instance);
    }

    private static int copyMany(int to, long toOffset, int from, long fromOffset, long rounds, int step,
            ModuleInstance instance) {
        var size = instance.memorySize;
        var count = (int) Math.min(rounds - 1,
                Math.min(within(to, toOffset, step, size), within(from, fromOffset, step, size)));
        if (count <= 0) {
            return 0;
        }
        var width = Math.abs(step);
        var length = count * width;
        // Within the memory, so they fit.
        var target = (int) (Integer.toUnsignedLong(to) + toOffset) - (step < 0 ? length - width : 0);
        var source = (int) (Integer.toUnsignedLong(from) + fromOffset) - (step < 0 ? length - width : 0);
        var distance = step < 0 ? source - target : target - source;
        if (distance >= length || distance <= -width) {
            System.arraycopy(instance.memoryBytes, source, instance.memoryBytes, target, length);
        } else if (distance >= width && step > 0) {
            repeat(instance.memoryBytes, source, target, length);
        } else {
            return 0;
        }
        BulkOperations.pollAfter(length);
        return count;
    }

    /** What a copy upwards does whose target lies ahead: the bytes between the two again and again. */
    private static void repeat(byte[] bytes, int source, int target, int length) {
        var done = Math.min(target - source, length);
        System.arraycopy(bytes, source, bytes, target, done);
        while (done < length) {
            var next = Math.min(done, length - done);
            System.arraycopy(bytes, target, bytes, target + done, next);
            done += next;
        }
    }

    /** Rounds that each write {@code step} bytes, all of them a value of {@code width} bytes. */
    public static int fill(int to, long offset, long value, int width, long rounds, int step,
            ModuleInstance instance) {
        return rounds <= FEWEST ? 0 : fillMany(to, offset, value, width, rounds, step, instance);
    }

    private static int fillMany(int to, long offset, long value, int width, long rounds, int step,
            ModuleInstance instance) {
        var count = (int) Math.min(rounds - 1, within(to, offset, step, instance.memorySize));
        if (count <= 0) {
            return 0;
        }
        var length = count * Math.abs(step);
        var target = (int) (Integer.toUnsignedLong(to) + offset) - (step < 0 ? length - Math.abs(step) : 0);
        var bytes = instance.memoryBytes;
        var shift = Long.SIZE - Byte.SIZE * width;
        if (value << shift == (value & 0xff) * 0x0101_0101_0101_0101L << shift) {
            Arrays.fill(bytes, target, target + length, (byte) value);
        } else {
            for (var i = 0; i < width; i++) {
                bytes[target + i] = (byte) (value >>> Byte.SIZE * i);
            }
            repeat(bytes, target, target + width, length - width);
        }
        BulkOperations.pollAfter(length);
        return count;
    }

    /** Rounds that each ask an import for the bytes at an address, and store them. */
    public static int fetch(long address, int to, long offset, int width, long rounds, int function,
            ModuleInstance instance) {
        return rounds <= FEWEST ? 0 : fetchMany(address, to, offset, width, rounds, function, instance);
    }

    private static int fetchMany(long address, int to, long offset, int width, long rounds, int function,
            ModuleInstance instance) {
        var count = (int) Math.min(rounds - 1, within(to, offset, width, instance.memorySize));
        if (count <= 0 || !(imported(function, instance) instanceof Source source) || source.width() != width) {
            return 0;
        }
        var done = source.load(address, instance.memoryBytes, (int) (Integer.toUnsignedLong(to) + offset),
                count * width, instance);
        BulkOperations.pollAfter(done);
        return rounds(done, count, width);
    }

    /** Rounds that each give an import bytes to put at an address. */
    public static int put(long address, int from, long offset, int width, long rounds, int function,
            ModuleInstance instance) {
        return rounds <= FEWEST ? 0 : putMany(address, from, offset, width, rounds, function, instance);
    }

    private static int putMany(long address, int from, long offset, int width, long rounds, int function,
            ModuleInstance instance) {
        var count = (int) Math.min(rounds - 1, within(from, offset, width, instance.memorySize));
        if (count <= 0 || !(imported(function, instance) instanceof Sink sink) || sink.width() != width) {
            return 0;
        }
        var done = sink.store(address, instance.memoryBytes, (int) (Integer.toUnsignedLong(from) + offset),
                count * width, instance);
        BulkOperations.pollAfter(done);
        return rounds(done, count, width);
    }

    /** Where the import comes to its end before, the last round that it took is left to the loop, and the next traps. */
    private static int rounds(int done, int count, int width) {
        return done / width < count ? Math.max(done / width - 1, 0) : count;
    }

    private static @Nullable BlockFunction imported(int function, ModuleInstance instance) {
        return BlockFunction.of(instance.imports[function].origin().target());
    }

    /** How many rounds stay within a memory. An address must not wrap on its way either. */
    private static long within(int address, long offset, int step, int size) {
        var start = Integer.toUnsignedLong(address);
        var room = size - offset - start;
        if (step > 0) {
            return Math.max(room, 0) / step;
        }
        return room < -step ? 0 : start / -step + 1;
    }
}

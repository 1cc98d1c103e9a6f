package dev.mortise.wasm.internal.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The locals of a function that is too big for one JVM method, shared by the methods it was cut into; behind them, room
 * for the operands that pass from one piece to the next.
 */
public final class SplitFrame {

    /**
     * Places that the frames of an instance may have together, up to 16 bytes each: recursion that is cheap on the JVM's
     * stack must not fill the heap. A thousand levels of the biggest functions that compilers make stay far below.
     */
    static final int MAX_PLACES = 1 << 22;

    /** Of each place its bits; compiled code reads and sets them itself. */
    public final long[] numbers;
    private final @Nullable Object[] references;

    private SplitFrame(int size) {
        numbers = new long[size];
        references = new Object[size];
    }

    /** Room for this many locals and operands; the function takes it off {@link ModuleInstance#framePlaces} again. */
    public static SplitFrame enter(int size, ModuleInstance instance) {
        var places = (long) instance.framePlaces + size;
        if (places > MAX_PLACES) {
            throw Traps.tooManyPlaces();
        }
        var frame = new SplitFrame(size);
        instance.framePlaces = (int) places;
        return frame;
    }

    /** Sets a reference. */
    public static void put(@Nullable Object value, int index, SplitFrame frame) {
        frame.references[index] = value;
    }

    /** Moves values down, or up to where nothing of them lies. */
    public static void move(int from, int to, int count, SplitFrame frame) {
        System.arraycopy(frame.numbers, from, frame.numbers, to, count);
        System.arraycopy(frame.references, from, frame.references, to, count);
    }

    /** Leaves the second and further results of the function, which begin at an index, where callers take them. */
    public static void leaveResults(int from, int count, SplitFrame frame, ModuleInstance instance) {
        System.arraycopy(frame.numbers, from, instance.results, 1, count);
        System.arraycopy(frame.references, from, instance.referenceResults, 1, count);
    }

    /** Takes the second and further results of a call. */
    public static void takeResults(int to, int count, SplitFrame frame, ModuleInstance instance) {
        System.arraycopy(instance.results, 1, frame.numbers, to, count);
        System.arraycopy(instance.referenceResults, 1, frame.references, to, count);
    }

    /** The numbers among the parameters of a call with very many. */
    public static long[] wideNumbers(int from, int count, SplitFrame frame) {
        return Arrays.copyOfRange(frame.numbers, from, from + count);
    }

    /** The references among the parameters of a call with very many. */
    public static @Nullable Object[] wideReferences(int from, int count, SplitFrame frame) {
        return Arrays.copyOfRange(frame.references, from, from + count);
    }

    /** Takes the parameters of a function with very many. */
    public static void takeWide(long[] numbers, @Nullable Object[] references, SplitFrame frame) {
        System.arraycopy(numbers, 0, frame.numbers, 0, numbers.length);
        System.arraycopy(references, 0, frame.references, 0, references.length);
    }

    /** A reference. */
    public static @Nullable Object takeReference(SplitFrame frame, int index) {
        return frame.references[index];
    }
}

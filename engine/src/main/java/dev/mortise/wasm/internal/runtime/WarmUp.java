package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Limits;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Initialises, before the first instance of the JVM runs and on a thread with a stack of its own, what guests get into
 * without a word of ours: at the edge of its stack a guest must not be the first that traps, fills memory or is asked
 * to stop.
 */
final class WarmUp {

    /** HotSpot's number is 127. */
    private static final int CALLS_BEFORE_CUSTOMISING = 200;
    private static final FunctionType TYPE = FunctionType.of(ValueType.I32).returning(ValueType.I32);

    private static volatile boolean done;

    private WarmUp() {}

    /** Does it, or waits for whoever does. If an exhausted heap ends it, the next one tries again. */
    static void ensure() {
        if (!done) {
            run();
        }
    }

    private static synchronized void run() {
        if (done) {
            return;
        }
        try {
            // What emitted code calls.
            for (var type : new Class<?>[]{BigSwitch.class, BulkOperations.class, BulkRounds.class, FuelTank.class,
                GlobalVariable.class,
                Linkage.class,
                Numeric.class, Results.class, SplitFrame.class, StackProbe.class}) {
                MethodHandles.lookup().ensureInitialized(type);
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("a class of the engine", e);
        }
        access();
        customise();
        // Traps, with all that messages and stack traces need.
        for (var thrown : new Throwable[]{new ArrayIndexOutOfBoundsException(), new ArithmeticException(),
            new StackOverflowError(), HostFailure.wrap(new ArithmeticException()), Traps.unreachable(),
            Traps.outOfFuel(0, 1)}) {
            Traps.atBoundary(thrown);
        }
        var table = ReferenceTable.create(new TableType(ValueType.FUNCREF, new Limits(1, OptionalLong.empty())),
                Budget.of(1));
        for (var index = 0; index < 2; index++) {
            try {
                ReferenceTable.resolve(table, index, FunctionReference.class);
            } catch (Trap expected) {
                Traps.atBoundary(expected);
            }
        }
        ReferenceTable.mistyped(0, TYPE);
        done = true;
    }

    /** With the exact types, which the JDK has code for; the last one fails, with a message that nobody reads. */
    private static void access() {
        var bytes = new byte[Long.BYTES];
        var shorts = view(short[].class);
        shorts.set(bytes, 0, (short) shorts.get(bytes, 0));
        var ints = view(int[].class);
        ints.set(bytes, 0, (int) ints.get(bytes, 0));
        var longs = view(long[].class);
        longs.set(bytes, 0, (long) longs.get(bytes, 0));
        var floats = view(float[].class);
        floats.set(bytes, 0, (float) floats.get(bytes, 0));
        var doubles = view(double[].class);
        doubles.set(bytes, 0, (double) doubles.get(bytes, 0));
        try {
            ints.set(bytes, -1, 0);
        } catch (IndexOutOfBoundsException expected) {
            Traps.atBoundary(expected);
        }
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** The JDK makes a class for a handle that was called so often, on the caller's stack. */
    private static void customise() {
        var handle = new Interruption().point();
        try {
            for (var i = 0; i < CALLS_BEFORE_CUSTOMISING; i++) {
                handle.invokeExact((ModuleInstance) null);
            }
        } catch (Throwable e) {
            throw new LinkageError("a handle that does nothing", e);
        }
    }
}

package dev.mortise.wasm.interruption;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * A process that interrupts each of the {@link LongRunning} functions: once while the JVM replaces it on the stack by
 * compiled code, once after it was compiled by calls. Prints a line for each.
 */
public final class InterruptedProcess {

    /** What follows the name of a function that was stopped. */
    static final String STOPPED = " stopped after ms: ";

    private static final long WATCHDOG_SECONDS = 100;

    /** Keeps the calls before the measured one from being dropped. */
    static volatile int warmth;

    private InterruptedProcess() {}

    /** Ends with 0 whatever happened; the lines say it. */
    public static void main(String[] arguments) throws InterruptedException {
        for (var name : LongRunning.NAMES) {
            // A module of its own each time: one that was interrupted a moment ago still looks at its flag.
            System.out.println(name + " cold" + stop(LongRunning.module().instantiate(), name));
            var instance = LongRunning.module().instantiate();
            warmUp(instance.function(name).as(IntUnaryOperator.class));
            System.out.println(name + " warm" + stop(instance, name));
        }
    }

    /** Calls often enough for the last of the JVM's compilers. */
    private static void warmUp(IntUnaryOperator function) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        var sum = 0;
        do {
            for (var i = 0; i < 200; i++) {
                sum += function.applyAsInt(17);
            }
        } while (System.nanoTime() < end);
        warmth = sum;
    }

    private static String stop(Instance instance, String name) throws InterruptedException {
        var function = instance.function(name).as(IntUnaryOperator.class);
        var outcome = new String[]{" did not stop"};
        var guest = Thread.ofPlatform().daemon().start(() -> {
            try {
                outcome[0] = " ended by itself with " + function.applyAsInt(Integer.MAX_VALUE);
            } catch (Trap trap) {
                outcome[0] = trap.kind() == Trap.Kind.INTERRUPTED ? STOPPED : " ended with " + trap;
            }
        });
        Thread.sleep(400);
        var asked = System.nanoTime();
        instance.interrupt();
        var returned = System.nanoTime();
        guest.join(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS));
        var milliseconds = (System.nanoTime() - asked) / 1_000_000;
        return guest.isAlive() ? " did not stop"
                : outcome[0] + milliseconds + " (asking took " + (returned - asked) / 1_000 + " us)";
    }
}

package dev.mortise.wasm.internal.compile;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.mortise.wasm.internal.runtime.Waiting;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Why, where and how the loops of a method count their rounds.
 *
 * <p>
 * A loop that HotSpot's C2 takes as counted loses its safepoint poll where the collector brings no loop strip mining
 * (Serial and Parallel, the first of which the JVM picks by itself on one processor): a guest in a loop of 2^31 rounds
 * then holds up every safepoint of the JVM, and an interruption among them, until the loop is over. There, emitted loops
 * are strip-mined in bytecode: all loops of a method share a number of rounds that counts down at each back edge, and
 * the loop goes through an outer header only when that is used up. C2 takes the inner of the two as counted by that
 * number, unrolls it as before, and keeps the poll of the outer one. A loop around another one changes the number in no
 * regular way, so it is not counted and polls in each round.
 *
 * <p>
 * The number is never set within a round: as a constant there it would leave the loop with nothing but its own
 * condition to be counted by, and no poll at all. What can take long in one round polls by itself: an instruction on a
 * long range (see {@link dev.mortise.wasm.internal.runtime.BulkOperations}), which an interruption point follows, and
 * calls that are not inlined; those of imports check on return.
 *
 * <p>
 * Under the other collectors HotSpot strip-mines the loops that it takes as counted, and doing it twice makes a matrix
 * product 1.4 times slower. So there only those loops count their rounds that C2 would not take as counted by their own
 * condition, see {@link Induction}: the rounds give it something to count, so that it unrolls a sieve's inner loop (4.1
 * ms instead of 5.6).
 */
final class LoopRounds {

    /** As many as HotSpot's own strip mining makes between two polls. */
    static final int MOST = 1_000;

    private static final FutureTask<Boolean> NEEDED = new FutureTask<>(LoopRounds::jvmDropsPolls);

    /** Twice does no harm. */
    private static volatile boolean asked;

    private LoopRounds() {}

    /**
     * Begins to ask the JVM, so that {@link #areNeeded} need not wait for long: the first management bean of a process
     * takes 15 to 25 ms, time enough to decode and validate a module.
     */
    static void prepare() {
        if (!asked) {
            asked = true;
            var thread = Thread.ofPlatform().daemon().name("mortise-jvm-options").inheritInheritableThreadLocals(false)
                    .unstarted(NEEDED);
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    /** Whether this JVM runs counted loops without a safepoint poll, or might. */
    static boolean areNeeded() {
        // Does nothing once it runs elsewhere: that thread may not have been to be had.
        NEEDED.run();
        try {
            return Waiting.uninterruptibly(NEEDED);
        } catch (ExecutionException e) {
            // Not HotSpot, or a run-time image without its management: what is always right.
            return true;
        }
    }

    private static boolean jvmDropsPolls() {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return !isOn(options, "UseCountedLoopSafepoints") || isOn(options, "UseJVMCICompiler");
    }

    private static boolean isOn(HotSpotDiagnosticMXBean options, String name) {
        try {
            return options.getVMOption(name).getValue().equals("true");
        } catch (IllegalArgumentException e) {
            // This JVM knows no such option.
            return false;
        }
    }
}

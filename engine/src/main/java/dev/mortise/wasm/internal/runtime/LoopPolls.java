package dev.mortise.wasm.internal.runtime;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Whether this JVM runs counted loops without a safepoint poll: then emitted loops have to bring one of their own. Asked
 * by the compiler, and by what was compiled for both cases.
 */
public final class LoopPolls {

    private static final FutureTask<Boolean> DROPPED = new FutureTask<>(LoopPolls::jvmDropsPolls);

    /** Twice does no harm. */
    private static volatile boolean asked;

    private LoopPolls() {}

    /**
     * Begins to ask the JVM, so that {@link #areDropped} need not wait for long: the first management bean of a process
     * takes 15 to 25 ms, time enough to decode and validate a module.
     */
    public static void prepare() {
        if (!asked) {
            asked = true;
            var thread = Thread.ofPlatform().daemon().name("mortise-jvm-options").inheritInheritableThreadLocals(false)
                    .unstarted(DROPPED);
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    /** Whether this JVM runs counted loops without a safepoint poll, or might. Waits for the answer. */
    public static boolean areDropped() {
        // Does nothing once it runs elsewhere: that thread may not have been to be had.
        DROPPED.run();
        try {
            return Waiting.uninterruptibly(DROPPED);
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

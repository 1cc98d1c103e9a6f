package dev.mortise.wasm.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The interruption point of a module: a call site that compiled code sees as nothing, re-linked to a check of the
 * instance's flag while somebody wants an instance to stop.
 *
 * <p>
 * Re-linking deoptimises the module's code for all its instances. So the checked mode lasts for a back-off that doubles
 * with each request that follows soon: a hostile plug-in that must be stopped again and again leaves its neighbours in
 * checked code, slower but running, instead of making them recompile for ever; and after a quiet time they are back in
 * free code. Re-linking waits for a safepoint, so it happens on a thread of its own: whoever asks never blocks.
 */
public final class Interruption {

    private static final MethodType POINT = MethodType.methodType(void.class, ModuleInstance.class);
    private static final MethodHandle FREE = MethodHandles.empty(POINT);
    private static final MethodHandle CHECKED = checked();
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long LAST_BACK_OFF_MILLIS = 100_000;
    private static final long QUIET_TIMES = 10;

    private final MutableCallSite site = new MutableCallSite(FREE);
    /** Instances that have been asked to stop and have not yet: perhaps they are in a host function, or idle. */
    private final List<WeakReference<ModuleInstance>> pending = new ArrayList<>();
    private boolean checking;
    private long backOffMillis = FIRST_BACK_OFF_MILLIS;
    private long lastRequestNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    private long backOffEndNanos;

    Interruption() {}

    private static MethodHandle checked() {
        try {
            return MethodHandles.lookup().findStatic(ModuleInstance.class, "checkInterrupted", POINT);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** What an interruption point calls. */
    MethodHandle point() {
        return site.dynamicInvoker();
    }

    /** Makes the module's code look at the flags of its instances, soon; returns at once. */
    void request(ModuleInstance instance) {
        Relinker.THREAD.execute(() -> startChecking(instance));
    }

    private synchronized void startChecking(ModuleInstance instance) {
        pending.removeIf(each -> each.refersTo(instance));
        pending.add(new WeakReference<>(instance));
        var now = System.nanoTime();
        if (checking) {
            backOffEndNanos = now + TimeUnit.MILLISECONDS.toNanos(backOffMillis);
            return;
        }
        var quiet = now - lastRequestNanos > TimeUnit.MILLISECONDS.toNanos(backOffMillis * QUIET_TIMES);
        backOffMillis = quiet ? FIRST_BACK_OFF_MILLIS : Math.min(backOffMillis * 2, LAST_BACK_OFF_MILLIS);
        lastRequestNanos = now;
        backOffEndNanos = now + TimeUnit.MILLISECONDS.toNanos(backOffMillis);
        checking = true;
        link(CHECKED);
        Relinker.THREAD.schedule(this::stopChecking, backOffMillis, TimeUnit.MILLISECONDS);
    }

    private synchronized void stopChecking() {
        pending.removeIf(Interruption::isOver);
        var left = backOffEndNanos - System.nanoTime();
        if (left > 0 || !pending.isEmpty()) {
            var delay = Math.max(left, TimeUnit.MILLISECONDS.toNanos(backOffMillis));
            Relinker.THREAD.schedule(this::stopChecking, delay, TimeUnit.NANOSECONDS);
            return;
        }
        checking = false;
        link(FREE);
    }

    private static boolean isOver(WeakReference<ModuleInstance> reference) {
        var instance = reference.get();
        return instance == null || !instance.isInterruptRequested();
    }

    private void link(MethodHandle target) {
        site.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[]{site});
    }

    /** Started when something is interrupted for the first time. */
    private static final class Relinker {

        static final ScheduledExecutorService THREAD = Executors.newSingleThreadScheduledExecutor(Relinker::thread);

        /** Keeps nothing of whoever happens to interrupt first. */
        private static Thread thread(Runnable task) {
            var thread = Thread.ofPlatform().daemon().name("mortise-interrupter").inheritInheritableThreadLocals(false)
                    .unstarted(task);
            thread.setContextClassLoader(null);
            return thread;
        }
    }
}

package dev.mortise.wasm.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The interruption points of a module: call sites that compiled code sees as nothing, re-linked to a check of the
 * instance's flag while somebody wants an instance to stop. One is in loops and at function entries; the other where
 * control comes into the module from outside: calls of the host, and returns of imports.
 *
 * <p>
 * Re-linking deoptimises the module's code for all its instances. So the checked mode lasts for a back-off that doubles
 * with each request that follows soon: a hostile plug-in that must be stopped again and again leaves its neighbours in
 * checked code, slower but running, instead of making them recompile for ever; and after a quiet time they are back in
 * free code. An instance that still has not stopped after some minutes is idle or in a function of the host: then only
 * the ways in go on looking, which costs its neighbours next to nothing, and loops look again once in a while, in case
 * the guest was held up by something else. Re-linking waits for a safepoint, so it happens on a thread of its own:
 * whoever asks never blocks.
 */
final class Interruption {

    private static final MethodType POINT = MethodType.methodType(void.class, ModuleInstance.class);
    private static final MethodHandle FREE = MethodHandles.empty(POINT);
    private static final MethodHandle CHECKED = checked();
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long LAST_BACK_OFF_MILLIS = 100_000;
    private static final long QUIET_TIMES = 10;
    /** How often loops are left checked for an instance that does not stop, for twice as long each time. */
    private static final int MAX_EXTENSIONS = 10;
    private static final long FULL_HEAP_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Twice does no harm. */
    private static volatile boolean warm;

    private final MutableCallSite loops = new MutableCallSite(FREE);
    private final MutableCallSite waysIn = new MutableCallSite(FREE);
    /** Instances that have been asked to stop and have not yet: perhaps they are in a host function, or idle. */
    private final List<WeakReference<ModuleInstance>> pending = new ArrayList<>();
    private final Runnable look;
    private boolean checking;
    private int extensions;
    private long backOffMillis = FIRST_BACK_OFF_MILLIS;
    private long lastRequestNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    private long backOffEndNanos;
    private @Nullable Future<?> nextLook;

    Interruption() {
        Runnable once = this::look;
        look = () -> insist(once);
    }

    /**
     * Makes ready what asking and stopping need, once and on another thread: the first guest that must be stopped shall
     * not wait for classes.
     *
     * @param instance any that is not asked to stop
     */
    static void warmUp(ModuleInstance instance) {
        if (!warm) {
            warm = true;
            Emission.later(() -> new Interruption().request(instance));
        }
    }

    private static MethodHandle checked() {
        try {
            return MethodHandles.lookup().findStatic(ModuleInstance.class, "checkInterrupted", POINT);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }

    /** What loop headers and function entries call. */
    MethodHandle point() {
        return loops.dynamicInvoker();
    }

    /** What the ways into the module's code call. */
    MethodHandle crossing() {
        return waysIn.dynamicInvoker();
    }

    /** Makes the module's code look at the flags of its instances, soon; returns at once. */
    void request(ModuleInstance instance) {
        Runnable start = () -> startChecking(instance);
        Relinker.THREAD.execute(() -> insist(start));
    }

    private synchronized void startChecking(ModuleInstance instance) {
        pending.removeIf(each -> each.refersTo(instance));
        pending.add(new WeakReference<>(instance));
        var now = System.nanoTime();
        extensions = 0;
        if (checking) {
            backOffEndNanos = now + TimeUnit.MILLISECONDS.toNanos(backOffMillis);
            return;
        }
        var quiet = now - lastRequestNanos > TimeUnit.MILLISECONDS.toNanos(backOffMillis * QUIET_TIMES);
        backOffMillis = quiet ? FIRST_BACK_OFF_MILLIS : Math.min(backOffMillis * 2, LAST_BACK_OFF_MILLIS);
        lastRequestNanos = now;
        check(backOffMillis);
    }

    private void check(long millis) {
        backOffEndNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        link(CHECKED, loops, waysIn);
        lookAgainIn(millis);
        // Last: who fails before begins again.
        checking = true;
    }

    /** Does it again until the heap suffices: it may be full of what the guest made that is to be stopped. */
    private static void insist(Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(FULL_HEAP_PAUSE_NANOS);
            }
        }
    }

    private void lookAgainIn(long millis) {
        if (nextLook != null) {
            nextLook.cancel(false);
        }
        nextLook = Relinker.THREAD.schedule(look, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        pending.removeIf(Interruption::isOver);
        var left = TimeUnit.NANOSECONDS.toMillis(backOffEndNanos - System.nanoTime());
        if (checking && left > 0) {
            lookAgainIn(left);
        } else if (pending.isEmpty()) {
            checking = false;
            link(FREE, loops, waysIn);
        } else if (!checking) {
            check(FIRST_BACK_OFF_MILLIS);
        } else if (extensions < MAX_EXTENSIONS) {
            // Counted, not timed: while the process stands still, the guest has no chance to stop.
            extensions++;
            lookAgainIn(Math.min(Math.max(backOffMillis, FIRST_BACK_OFF_MILLIS << extensions), LAST_BACK_OFF_MILLIS));
        } else {
            freeLoops();
        }
    }

    /** Leaves it to the ways in to stop an instance, for now. */
    synchronized void freeLoops() {
        checking = false;
        link(FREE, loops);
        lookAgainIn(LAST_BACK_OFF_MILLIS);
    }

    /** Whether loops look at their instance's flag. */
    synchronized boolean isChecking() {
        return checking;
    }

    private static boolean isOver(WeakReference<ModuleInstance> reference) {
        var instance = reference.get();
        return instance == null || !instance.isInterruptRequested();
    }

    private static void link(MethodHandle target, MutableCallSite... sites) {
        for (var site : sites) {
            site.setTarget(target);
        }
        MutableCallSite.syncAll(sites);
    }

    /** Started with the first instance. */
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

package dev.mortise.plugin.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that ends calls which take too long. A call leaves its deadline in its gate and nothing else, so that
 * it costs no entry in a queue: the thread sleeps until the first deadline that it saw, or for the shortest time limit
 * that there is, since no call that begins meanwhile can be late before. When nothing has been called for a while it
 * sleeps until the next call wakes it.
 */
final class Deadlines {

    /** Looks in vain before the thread goes to sleep. */
    private static final int IDLE_LOOKS = 8;
    private static final long SHORTEST_SLEEP_NANOS = 100_000;
    /** Until a call that could not be stopped is tried again: its guest may have filled the heap. */
    private static final long RETRY_PAUSE_NANOS = 10_000_000;

    private static final List<WeakReference<CallGate>> GATES = new ArrayList<>();
    private static final Thread THREAD = start();
    private static int gatesBeforePruning = 64;
    private static volatile boolean asleep;

    private Deadlines() {}

    private static Thread start() {
        var thread = Thread.ofPlatform().daemon().name("mortise-deadlines").inheritInheritableThreadLocals(false)
                .unstarted(Deadlines::run);
        // Whoever happens to be first must not be kept by way of a thread that serves all.
        thread.setContextClassLoader(null);
        thread.start();
        return thread;
    }

    /** Looks at this gate from now on, as long as anybody else knows it. */
    static void watch(CallGate gate) {
        synchronized (GATES) {
            if (GATES.size() >= gatesBeforePruning) {
                prune();
                gatesBeforePruning = Math.max(64, 2 * GATES.size());
            }
            GATES.add(new WeakReference<>(gate));
        }
        // It may have a shorter limit than the thread's present sleep.
        LockSupport.unpark(THREAD);
    }

    /** A call has begun and left its deadline. */
    static void wake() {
        if (asleep) {
            LockSupport.unpark(THREAD);
        }
    }

    private static void prune() {
        GATES.removeIf(reference -> {
            var gate = reference.get();
            return gate == null || gate.isClosed();
        });
    }

    /** No failure may end it: nothing else in this JVM would keep a time limit any more. */
    private static void run() {
        while (true) {
            try {
                watch();
            } catch (Throwable e) {
                // Not logged, which takes heap and code of the host; whoever's call it was hears of its end.
                asleep = false;
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        }
    }

    private static void watch() {
        var looksInVain = 0;
        while (true) {
            var sleep = look();
            if (sleep > 0) {
                looksInVain = 0;
                LockSupport.parkNanos(Math.max(sleep, SHORTEST_SLEEP_NANOS));
            } else if (++looksInVain < IDLE_LOOKS) {
                LockSupport.parkNanos(Math.max(-sleep, SHORTEST_SLEEP_NANOS));
            } else {
                asleep = true;
                // A call that began before it could see that must be seen here.
                if (look() <= 0) {
                    LockSupport.park();
                }
                asleep = false;
                looksInVain = 0;
            }
        }
    }

    /** Ends what is late. Answers the nanoseconds to the next look, as a negative number if nothing was called. */
    private static long look() {
        var next = Long.MAX_VALUE;
        var used = false;
        CallGate late = null;
        var now = System.nanoTime();
        synchronized (GATES) {
            for (var i = 0; i < GATES.size(); i++) {
                var gate = GATES.get(i).get();
                if (gate != null && !gate.isClosed()) {
                    used |= gate.takeUsed();
                    if (gate.isLate(now)) {
                        gate.nextLate = late;
                        late = gate;
                    } else {
                        next = Math.min(next, nanosToLook(gate, now));
                    }
                }
            }
        }
        // Outside, since whoever makes a plug-in waits for the lock.
        while (late != null) {
            next = Math.min(next, stop(late, now));
            var done = late;
            late = done.nextLate;
            done.nextLate = null;
        }
        return used ? Math.max(next, 1) : -next;
    }

    private static long nanosToLook(CallGate gate, long now) {
        return Math.min(gate.nanosToLook(now), gate.timeoutNanos());
    }

    /** Ends a late call. Answers the nanoseconds to the next look at it. */
    private static long stop(CallGate gate, long now) {
        try {
            gate.stopIfLate(now);
            if (!gate.isLate(now)) {
                return nanosToLook(gate, now);
            }
        } catch (Throwable e) {
            // What interrupts it failed, for want of heap perhaps: the others count none the less.
        }
        return Math.min(RETRY_PAUSE_NANOS, gate.timeoutNanos());
    }
}

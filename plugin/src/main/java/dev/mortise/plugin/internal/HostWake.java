package dev.mortise.plugin.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs what a host function gave to end its wait. That is the host's code and may block, whereas whoever ends the call
 * must not: perhaps it is the one thread that keeps the time limits of all plug-ins. So each wake has a thread of its
 * own, and one of the platform, since virtual threads may all be in endless loops of guests.
 */
public final class HostWake {

    private static final long RETRY_PAUSE_NANOS = 10_000_000;

    private final Runnable wake;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean waitIsOver;

    /** @param wake makes the wait return */
    public HostWake(Runnable wake) {
        this.wake = wake;
    }

    /** Ends the wait soon. Returns at once; the second time it does nothing, unless there was no thread to be had. */
    public void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        var hasStarted = false;
        try {
            Thread.ofPlatform().daemon().name("mortise-wake").inheritInheritableThreadLocals(false).start(this::run);
            hasStarted = true;
        } finally {
            started.set(hasStarted);
        }
    }

    /** A wake that failed need not be tried again. */
    public void waitIsOver() {
        waitIsOver = true;
    }

    private void run() {
        while (!waitIsOver) {
            try {
                wake.run();
                return;
            } catch (Throwable e) {
                // For want of heap perhaps, which the guest has filled: without it the call would never end.
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        }
    }
}

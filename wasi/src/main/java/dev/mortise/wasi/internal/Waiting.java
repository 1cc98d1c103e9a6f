package dev.mortise.wasi.internal;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a guest waits: parked, with nothing that polls. {@link Instance#interrupt()} and an interrupt of the thread end
 * it with a trap; the thread stays interrupted, as its owner asked for that and not the guest.
 */
final class Waiting {

    /** Beyond this nobody can tell the difference; far enough from where nanoseconds overflow. */
    static final long FOR_EVER = Long.MAX_VALUE / 4;

    private Waiting() {}

    /** Sleeps. */
    static void sleep(Instance caller, long nanos) {
        var sleep = new Sleep(Math.min(nanos, FOR_EVER));
        caller.await(sleep, sleep::wake);
        checkThread();
    }

    /** Waits until a channel is ready. */
    static void select(Instance caller, Selector selector, long nanos) throws IOException {
        try {
            caller.await(() -> select(selector, nanos), selector::wakeup);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        checkThread();
    }

    private static void select(Selector selector, long nanos) {
        try {
            if (nanos >= FOR_EVER) {
                selector.select();
            } else {
                // Upwards, so that the deadline has passed when it returns. 0 would be for ever.
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkThread() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
    }

    /** For what the JDK stops when a thread is interrupted. */
    static Trap interrupted() {
        return new Trap(Trap.Kind.INTERRUPTED, Trap.Kind.INTERRUPTED.text() + ": the thread was, while it waited");
    }

    private static final class Sleep implements Runnable {

        private final Thread sleeper = Thread.currentThread();
        private final long deadline;
        private volatile boolean woken;

        Sleep(long nanos) {
            deadline = System.nanoTime() + nanos;
        }

        @Override
        public void run() {
            while (!woken && !sleeper.isInterrupted()) {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        }

        void wake() {
            woken = true;
            LockSupport.unpark(sleeper);
        }
    }
}

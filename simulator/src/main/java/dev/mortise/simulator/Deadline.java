package dev.mortise.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a run has to end, and how it is made to. Safe for use by the thread that runs and the one that watches. */
final class Deadline {

    private final long nanos;
    private @Nullable Runnable interrupt;
    private long started;
    private boolean isOver;
    private boolean isStopped;

    Deadline(Duration longest) {
        nanos = longest.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? longest.toNanos() : Long.MAX_VALUE;
    }

    /** Another run begins, of which nothing was ended yet. To be called where nothing runs. */
    synchronized void reset() {
        isOver = false;
    }

    /** From now on there is something that this ends. */
    synchronized void start(Runnable howToEnd) {
        interrupt = howToEnd;
        started = System.nanoTime();
        if (isStopped) {
            howToEnd.run();
        }
    }

    /** It has come to its end by itself, perhaps. */
    synchronized void clear() {
        interrupt = null;
    }

    synchronized void stopIfOver() {
        if (interrupt != null && System.nanoTime() - started > nanos) {
            isOver = true;
            interrupt.run();
        }
    }

    /** Ends what runs now or starts later. */
    synchronized void stop() {
        isStopped = true;
        if (interrupt != null) {
            interrupt.run();
        }
    }

    /** Whether what ran since the last reset was ended because it took too long. */
    synchronized boolean isOver() {
        return isOver;
    }
}

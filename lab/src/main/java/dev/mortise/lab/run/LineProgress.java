package dev.mortise.lab.run;

import java.io.PrintStream;
import java.time.Duration;

/** A line now and then, where nobody looks at a terminal. */
public final class LineProgress implements Progress {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

    private final PrintStream out;
    private long last = System.nanoTime() - INTERVAL_NANOS;

    /** Lines to this stream. */
    public LineProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begins(String what, long done, long all) {
        if (System.nanoTime() - last >= INTERVAL_NANOS) {
            last = System.nanoTime();
            out.printf("mortise lab: %d %% done, about %s left; now %s%n", 100 * done / Math.max(1, all),
                    Progress.left(Duration.ofMillis(all - done)), what);
        }
    }

    @Override
    public void close() {
        // There is nothing to tidy up.
    }
}

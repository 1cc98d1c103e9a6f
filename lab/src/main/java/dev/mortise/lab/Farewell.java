package dev.mortise.lab;

import dev.mortise.lab.run.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A signal ends the lab, but only when the results are written, or when it is said that there are none. */
final class Farewell implements AutoCloseable {

    /** What to say if there are none. */
    static final String NOTHING = "interrupted before anything was measured; nothing was written";
    private static final long SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();

    /** From now on. */
    Farewell() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::bid));
    }

    /** From now on there is a run to be ended, which then says itself what came of it. */
    void with(Session begun) {
        session.set(begun);
    }

    private void bid() {
        if (over.getCount() == 0) {
            return;
        }
        var begun = session.get();
        if (begun == null) {
            Reports.note(NOTHING);
            return;
        }
        begun.stop();
        try {
            over.await(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to wait for. */
    @Override
    public void close() {
        over.countDown();
    }
}

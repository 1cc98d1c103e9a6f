package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call at a time into a plug-in, and lets other threads end that call and no other. One atomic operation each
 * way: no lock, no queue.
 */
public final class CallGate {

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    /** Somebody is about to interrupt the call; it must not end before that is done. */
    private static final int CANCELLING = 2;
    private static final int CANCELLED = 3;
    private static final int CLOSED = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CallGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable interrupt;
    private final Runnable clearInterrupt;
    private volatile int state = IDLE;
    private volatile boolean closeRequested;
    /** For messages; other threads may see an old value. */
    private @Nullable Thread owner;

    /**
     * @param interrupt makes the running call stop soon
     * @param clearInterrupt takes that back where the call ended before it noticed
     */
    public CallGate(Runnable interrupt, Runnable clearInterrupt) {
        this.interrupt = interrupt;
        this.clearInterrupt = clearInterrupt;
    }

    /**
     * Begins a call.
     *
     * @throws PluginException if another one is running
     * @throws IllegalStateException if the plug-in is closed
     */
    public void enter() {
        if (!STATE.compareAndSet(this, IDLE, RUNNING)) {
            throw refusal();
        }
        owner = Thread.currentThread();
    }

    /**
     * Ends the call.
     *
     * @return whether the plug-in was closed meanwhile, so that the caller has to let go of everything
     */
    public boolean leave() {
        owner = null;
        if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
            while (state == CANCELLING) {
                Thread.onSpinWait();
            }
            clearInterrupt.run();
            state = IDLE;
        }
        return closeRequested && STATE.compareAndSet(this, IDLE, CLOSED);
    }

    /** Whether somebody wants the running call to end. */
    public boolean isCancelled() {
        var now = state;
        return now == CANCELLING || now == CANCELLED;
    }

    /** Ends the running call soon, if there is one that has not been told yet. */
    public void cancel() {
        if (STATE.compareAndSet(this, RUNNING, CANCELLING)) {
            try {
                interrupt.run();
            } finally {
                state = CANCELLED;
            }
        }
    }

    /**
     * Lets nobody in any more and ends the running call.
     *
     * @return whether the caller has to let go of everything; otherwise {@link #leave} says so
     */
    public boolean close() {
        closeRequested = true;
        if (STATE.compareAndSet(this, IDLE, CLOSED)) {
            return true;
        }
        cancel();
        // The call may have ended between the two without having seen the request.
        return STATE.compareAndSet(this, IDLE, CLOSED);
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
    private RuntimeException refusal() {
        var thread = owner;
        if (state == CLOSED || closeRequested) {
            return new IllegalStateException("this plug-in is closed: open it again");
        }
        if (thread == Thread.currentThread()) {
            return new PluginException(Kind.IN_USE, "cannot make reentrant calls into plugin: a host function called "
                    + "the plug-in that is calling it; open a second one for that");
        }
        return new PluginException(Kind.IN_USE, "this plug-in is in a call on %s: a plug-in serves one thread at a "
                .formatted(thread == null ? "another thread" : "thread \"" + thread.getName() + '"')
                + "time, so open one for each");
    }
}

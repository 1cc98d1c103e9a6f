package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call at a time into a plug-in, and lets other threads end that call and no other. One atomic operation each
 * way; a lock is for whoever ends a call, and for a call that is being ended. Where calls have a time limit, each leaves
 * its deadline here, and {@link Deadlines} looks.
 */
public final class CallGate {

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    /** Somebody is about to interrupt the call; it must not end before that is done. */
    private static final int CANCELLING = 2;
    private static final int CANCELLED = 3;
    private static final int CLOSED = 4;
    /** Somebody looks whether this is the call to end; it must not end before that is known. */
    private static final int CHECKING = 5;
    /** What should have interrupted the call failed, perhaps half done; it may be tried again. */
    private static final int FAILED = 6;

    private static final long ANY_LEASE = -1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CallGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Held from before the states CANCELLING and CHECKING until after them. Whoever waits for their end sleeps here:
     * virtual threads that yield in a loop on every carrier let no other one run, for ever.
     */
    private final ReentrantLock stopping = new ReentrantLock();
    private final Runnable interrupt;
    private final Runnable clearInterrupt;
    /** How long a call may take; 0 for ever. */
    private final long timeoutNanos;
    private volatile int state = IDLE;
    private volatile boolean closeRequested;
    /** When the running call must be over, as {@link System#nanoTime} counts; meaningless unless {@link #isTimed}. */
    private volatile long deadline;
    private volatile boolean isTimed;
    private volatile boolean isTimedOut;
    /** Set by calls, cleared by {@link Deadlines}: whether it is worth while to go on looking. */
    private volatile boolean wasUsed;
    /**
     * How often the plug-in has been handed on. Written between calls and compared in the state CHECKING, when the
     * running call's way into the gate lies between: this orders the two.
     */
    private long lease;
    /** For messages; other threads may see an old value. */
    private @Nullable Thread owner;
    /** The watcher's, which makes no list for want of heap. */
    @Nullable
    CallGate nextLate;

    /**
     * @param interrupt makes the running call stop soon
     * @param clearInterrupt takes that back where the call ended before it noticed
     * @param timeoutNanos how long a call may take; 0 for ever
     */
    public CallGate(Runnable interrupt, Runnable clearInterrupt, long timeoutNanos) {
        this.interrupt = interrupt;
        this.clearInterrupt = clearInterrupt;
        this.timeoutNanos = timeoutNanos;
        if (timeoutNanos > 0) {
            Deadlines.watch(this);
        }
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
        if (timeoutNanos > 0) {
            deadline = System.nanoTime() + timeoutNanos;
            isTimed = true;
            if (!wasUsed) {
                wasUsed = true;
            }
            Deadlines.wake();
        }
    }

    /**
     * Ends the call.
     *
     * @return whether the plug-in was closed meanwhile, so that the caller has to let go of everything
     */
    public boolean leave() {
        owner = null;
        if (timeoutNanos > 0) {
            isTimed = false;
        }
        while (!STATE.compareAndSet(this, RUNNING, IDLE)) {
            if (state == CANCELLED || STATE.compareAndSet(this, FAILED, CANCELLED)) {
                clearInterrupt.run();
                isTimedOut = false;
                state = IDLE;
                break;
            }
            stopping.lock();
            stopping.unlock();
        }
        return closeRequested && STATE.compareAndSet(this, IDLE, CLOSED);
    }

    /** Whether somebody wants the running call to end. */
    public boolean isCancelled() {
        var now = state;
        return now == CANCELLING || now == CANCELLED || now == FAILED;
    }

    /** Whether the running call was ended because it took too long. */
    public boolean isTimedOut() {
        return isTimedOut;
    }

    /** How long a call may take; 0 for ever. */
    public long timeoutNanos() {
        return timeoutNanos;
    }

    /** How long the running call may still take, 0 or less if it is late; {@link Long#MAX_VALUE} for ever. */
    public long nanosLeft() {
        return timeoutNanos == 0 ? Long.MAX_VALUE : deadline - System.nanoTime();
    }

    /** Ends the running call soon, if there is one that has not been told yet. */
    public void cancel() {
        cancel(ANY_LEASE);
    }

    /** Like {@link #cancel()}, unless the plug-in has been handed on since {@link #lease()} answered this. */
    public void cancel(long wanted) {
        stopping.lock();
        try {
            stop(false, wanted);
        } finally {
            stopping.unlock();
        }
    }

    /** Stands for whoever has the plug-in now, to whom a {@link #cancel(long)} shall be confined. */
    public long lease() {
        return lease;
    }

    /** The plug-in goes to somebody else; no call may be running. */
    public void handOn() {
        lease++;
    }

    private void stop(boolean late, long wanted) {
        if (!begin(late || wanted != ANY_LEASE ? CHECKING : CANCELLING)) {
            return;
        }
        if (state == CHECKING) {
            if (late ? !isLate(System.nanoTime()) : wanted != lease) {
                // Another call has begun since somebody looked, or somebody else's.
                state = RUNNING;
                return;
            }
            state = CANCELLING;
        }
        isTimedOut |= late;
        var result = FAILED;
        try {
            interrupt.run();
            isTimed = false;
            result = CANCELLED;
        } finally {
            state = result;
        }
    }

    /** Takes the running call for ourselves; answers whether there is one that has yet to be told. */
    private boolean begin(int next) {
        while (true) {
            switch (state) {
                case RUNNING -> {
                    if (STATE.compareAndSet(this, RUNNING, next)) {
                        return true;
                    }
                }
                case FAILED -> {
                    if (STATE.compareAndSet(this, FAILED, CANCELLING)) {
                        return true;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
    }

    // ---- For the watcher

    /** Ends the running call if it is late, and nobody else is about to end it. */
    void stopIfLate(long now) {
        if (isLate(now) && stopping.tryLock()) {
            try {
                stop(true, ANY_LEASE);
            } finally {
                stopping.unlock();
            }
        }
    }

    boolean isLate(long now) {
        return isTimed && now - deadline >= 0;
    }

    /** How long the running call may still take; {@link Long#MAX_VALUE} if none is running or it has been told. */
    long nanosToLook(long now) {
        return isTimed ? deadline - now : Long.MAX_VALUE;
    }

    /** Whether a call has been running since this was asked last. */
    boolean takeUsed() {
        var used = wasUsed || isTimed;
        wasUsed = false;
        return used;
    }

    /** Whether it lets nobody in any more; a call may still run. */
    public boolean isClosed() {
        return state == CLOSED;
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

package dev.mortise.plugin.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A number of slots, each of which one thread at a time may hold. While there are free ones a thread takes one with a
 * single atomic operation, preferably the one that it had before, so that threads do not fight for one place in memory.
 * Otherwise threads wait, asleep, and slots are handed to them in the order in which they came; nobody who comes later
 * overtakes.
 */
public final class FairSlots {

    /** No slot: the time was up. */
    public static final int NONE = -1;
    /** No slot: there will be none any more. */
    public static final int CLOSED = -2;

    private static final int FREE = 0;
    private static final int TAKEN = 1;
    /** Ints in 128 bytes: two cache lines, since processors fetch them in pairs. */
    private static final int STRIDE = 32;

    private final int count;
    private final AtomicIntegerArray slots;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Deque<Waiter> queue = new ArrayDeque<>();
    /** Written with the lock held. */
    private volatile int waiting;
    private volatile boolean closed;

    /** A thread that waits. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile int granted = NONE;
    }

    /** @param count how many slots there are, 1 or more */
    public FairSlots(int count) {
        this.count = count;
        this.slots = new AtomicIntegerArray((count + 1) * STRIDE);
    }

    /**
     * Takes a slot.
     *
     * @param nanos how long to wait at most; {@link Long#MAX_VALUE} for ever
     * @return its number from 0 on, {@link #NONE} or {@link #CLOSED}
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public int take(long nanos) throws InterruptedException {
        if (closed) {
            return CLOSED;
        }
        if (waiting == 0) {
            var slot = tryTake();
            if (slot != NONE) {
                return slot;
            }
        }
        return nanos <= 0 ? NONE : await(nanos);
    }

    /** Gives a slot back, perhaps to whoever waits longest. */
    public void release(int slot) {
        slots.set(index(slot), FREE);
        // Whoever begins to wait says so first and looks for a free slot then: one of us two sees the other.
        if (waiting > 0) {
            handOut();
        }
    }

    /** Lets nobody wait and take any more. Slots that are held must still be released. */
    public void close() {
        closed = true;
        lock.lock();
        try {
            for (var waiter : queue) {
                waiter.granted = CLOSED;
                LockSupport.unpark(waiter.thread);
            }
            queue.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Takes this slot if it is free, even after {@link #close}. */
    public boolean tryTake(int slot) {
        return slots.get(index(slot)) == FREE && slots.compareAndSet(index(slot), FREE, TAKEN);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** How many slots there are. */
    public int count() {
        return count;
    }

    /** How many slots are held at this moment. */
    public int taken() {
        var taken = 0;
        for (var slot = 0; slot < count; slot++) {
            taken += slots.get(index(slot));
        }
        return taken;
    }

    /** How many threads wait at this moment. */
    public int waiting() {
        return waiting;
    }

    private int tryTake() {
        var first = (int) Long.remainderUnsigned(Thread.currentThread().threadId(), count);
        for (var i = 0; i < count; i++) {
            var slot = first + i < count ? first + i : first + i - count;
            if (tryTake(slot)) {
                return slot;
            }
        }
        return NONE;
    }

    private int await(long nanos) throws InterruptedException {
        var waiter = new Waiter();
        lock.lock();
        try {
            if (closed) {
                return CLOSED;
            }
            queue.add(waiter);
            waiting = queue.size();
        } finally {
            lock.unlock();
        }
        handOut();
        var deadline = System.nanoTime() + nanos;
        while (waiter.granted == NONE) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    return giveUp(waiter);
                }
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                var granted = giveUp(waiter);
                if (granted >= 0) {
                    release(granted);
                }
                throw new InterruptedException();
            }
        }
        return waiter.granted;
    }

    /** Answers what was granted at the last moment. */
    private int giveUp(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.granted == NONE && queue.remove(waiter)) {
                waiting = queue.size();
            }
            return waiter.granted;
        } finally {
            lock.unlock();
        }
    }

    private void handOut() {
        lock.lock();
        try {
            while (!queue.isEmpty()) {
                var slot = tryTake();
                if (slot == NONE) {
                    return;
                }
                var first = grantFirst(slot);
                LockSupport.unpark(first);
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Thread grantFirst(int slot) {
        var first = queue.poll();
        waiting = queue.size();
        if (first == null) {
            slots.set(index(slot), FREE);
            return null;
        }
        first.granted = slot;
        return first.thread;
    }

    private static int index(int slot) {
        return (slot + 1) * STRIDE;
    }
}

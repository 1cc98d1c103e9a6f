package dev.mortise.wasi.internal.file;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Taken for every change to the shape of real directories, and for whatever the JDK can only do by path. So between the
 * look at a path and its use no guest can put something else there. One lock for all roots, as roots may lie in each
 * other; reading, writing and opening files do not take it where the JDK opens relative to a directory.
 */
final class HostLock {

    private static final ReentrantLock LOCK = new ReentrantLock();

    private HostLock() {}

    /** An operation that may fail. */
    interface Action<T> {
        T run() throws java.io.IOException;
    }

    /** Runs it with the lock held. */
    static <T> T holding(Action<T> action) throws java.io.IOException {
        LOCK.lock();
        try {
            return action.run();
        } finally {
            LOCK.unlock();
        }
    }
}

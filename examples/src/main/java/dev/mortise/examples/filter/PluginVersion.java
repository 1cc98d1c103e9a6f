package dev.mortise.examples.filter;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.Pool;
import java.util.Optional;
import java.util.function.Function;

/**
 * One version of the plug-in, and how many requests use it: a closed pool refuses whoever still waits for it, so it is
 * closed when it is out of date and the last request has left.
 */
final class PluginVersion {

    private final Pool pool;
    private int users;
    private boolean outOfDate;

    PluginVersion(Pool pool) {
        this.pool = pool;
    }

    /** Runs the action with one of the plug-ins; nothing if this version is out of date: there is a newer one. */
    <T> Optional<T> use(Function<Plugin, T> action) {
        synchronized (this) {
            if (outOfDate) {
                return Optional.empty();
            }
            users++;
        }
        try {
            return Optional.of(pool.use(action));
        } finally {
            leave();
        }
    }

    private void leave() {
        boolean isLast;
        synchronized (this) {
            users--;
            isLast = outOfDate && users == 0;
        }
        if (isLast) {
            pool.close();
        }
    }

    /** Lets in nobody any more, and closes the pool, if need be when the last request has left. */
    void retire() {
        boolean isUnused;
        synchronized (this) {
            outOfDate = true;
            isUnused = users == 0;
        }
        if (isUnused) {
            pool.close();
        }
    }

    /** For tests: whether it is closed. */
    Pool pool() {
        return pool;
    }
}

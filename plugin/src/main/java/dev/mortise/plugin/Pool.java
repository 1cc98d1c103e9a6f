package dev.mortise.plugin;

import dev.mortise.plugin.internal.FairSlots;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plug-ins of one {@link CompiledPlugin} for any number of threads, virtual ones included. At most so many calls run at
 * once as the pool has plug-ins; further ones wait, asleep, and are served in the order in which they came. A plug-in is
 * made when it is first needed, and replaced if a call was torn off in the middle: by a trap, a timeout, a limit, a
 * failing host function. A plug-in that reports an error or returns a code is kept.
 *
 * <p>
 * Which plug-in serves a call is left open, so what lasts from call to call is no place for what belongs to a caller:
 * variables, memory, and files that the guest writes or holds open through WASI, those of a folder in memory included.
 * Safe for use by many threads.
 */
public final class Pool implements AutoCloseable {

    private final CompiledPlugin compiled;
    private final FairSlots slots;
    private final AtomicReferenceArray<@Nullable Plugin> plugins;
    private final AtomicLong created = new AtomicLong();

    Pool(CompiledPlugin compiled, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("a pool must have 1 plug-in or more, not " + max);
        }
        this.compiled = compiled;
        this.slots = new FairSlots(max);
        this.plugins = new AtomicReferenceArray<>(max);
    }

    /**
     * Calls a function of one of the plug-ins, as {@link Plugin#call(String, byte[])} does, as soon as one is free. The
     * plug-in's time limit does not count the wait.
     *
     * @throws PluginException if the call fails, or the thread is interrupted while it waits
     * @throws IllegalStateException if the pool is closed
     */
    public byte[] call(String function, byte[] input) {
        var slot = take(Long.MAX_VALUE);
        try {
            return plugin(slot).call(function, input);
        } finally {
            giveBack(slot);
        }
    }

    /** Like {@link #call} with input and output in UTF-8. */
    public String callString(String function, String input) {
        var slot = take(Long.MAX_VALUE);
        try {
            return plugin(slot).callString(function, input);
        } finally {
            giveBack(slot);
        }
    }

    /**
     * Lets the caller have one of the plug-ins to itself for as long as the action runs: for calls that belong
     * together, or with a host context. A configuration that it sets counts until then, and a {@link CancelHandle} is
     * without effect afterwards, so a timer may hold one. The plug-in itself must not be used afterwards: that would
     * reach into the calls of somebody else.
     */
    public <T> T use(Function<Plugin, T> action) {
        return lend(take(Long.MAX_VALUE), action);
    }

    /**
     * Like {@link #use(Function)} for a caller that does not wait for ever.
     *
     * @param longest how long to wait; 0 for not at all
     * @throws PluginException of kind {@link PluginException.Kind#TIMEOUT} if no plug-in became free in that time
     */
    public <T> T use(Duration longest, Function<Plugin, T> action) {
        var slot = take(longest.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? longest.toNanos() : Long.MAX_VALUE);
        if (slot == FairSlots.NONE) {
            throw new PluginException(PluginException.Kind.TIMEOUT,
                    ("timeout: none of the %d plug-ins of the pool became free within %s, and %d calls wait: give the "
                            + "pool more plug-ins or the calls a time limit").formatted(size(), longest, waiting()));
        }
        return lend(slot, action);
    }

    /** How many plug-ins there are at most. */
    public int size() {
        return slots.count();
    }

    /** How many are in use at this moment. */
    public int inUse() {
        return slots.taken();
    }

    /** How many threads wait for one at this moment. */
    public int waiting() {
        return slots.waiting();
    }

    /** How many plug-ins have been made so far: more than {@link #size} once broken ones have been replaced. */
    public long created() {
        return created.get();
    }

    /**
     * Closes the plug-ins. Calls that run go on to their end, those that wait fail with {@link IllegalStateException},
     * as do new ones. May be called from any thread, and more than once.
     */
    @Override
    public void close() {
        slots.close();
        for (var slot = 0; slot < slots.count(); slot++) {
            closeIfIdle(slot);
        }
    }

    private int take(long nanos) {
        int slot;
        try {
            slot = slots.take(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(PluginException.Kind.CANCELLED,
                    "the thread was interrupted while it waited for a plug-in of the pool", -1, e);
        }
        if (slot == FairSlots.CLOSED) {
            throw new IllegalStateException("this pool is closed: make another one");
        }
        return slot;
    }

    private <T> T lend(int slot, Function<Plugin, T> action) {
        Plugin plugin = null;
        try {
            plugin = plugin(slot);
            return action.apply(plugin);
        } finally {
            if (plugin != null) {
                plugin.handOn();
            }
            giveBack(slot);
        }
    }

    private Plugin plugin(int slot) {
        var plugin = plugins.getPlain(slot);
        if (plugin == null) {
            plugin = compiled.instantiate();
            plugins.setPlain(slot, plugin);
            created.incrementAndGet();
        }
        return plugin;
    }

    private void giveBack(int slot) {
        var plugin = plugins.getPlain(slot);
        try {
            if (plugin != null && (plugin.isTorn() || plugin.isClosed())) {
                plugins.setPlain(slot, null);
                plugin.close();
            }
        } finally {
            slots.release(slot);
        }
        if (slots.isClosed()) {
            closeIfIdle(slot);
        }
    }

    private void closeIfIdle(int slot) {
        if (slots.tryTake(slot)) {
            var plugin = plugins.getPlain(slot);
            plugins.setPlain(slot, null);
            try {
                if (plugin != null) {
                    plugin.close();
                }
            } finally {
                slots.release(slot);
            }
        }
    }
}

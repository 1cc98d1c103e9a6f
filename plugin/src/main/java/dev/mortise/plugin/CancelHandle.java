package dev.mortise.plugin;

/**
 * Lets other threads end the calls of one plug-in without having the plug-in itself: {@link Plugin#cancelHandle()}.
 * Safe for use by many threads; without effect once the plug-in is closed, or given back to its {@link Pool}.
 */
@FunctionalInterface
public interface CancelHandle {

    /** Does what {@link Plugin#cancel()} does. */
    void cancel();
}

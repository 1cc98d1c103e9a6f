package dev.mortise.plugin;

/**
 * Lets other threads end the calls of one plug-in without having the plug-in itself: {@link Plugin#cancelHandle()}. Safe
 * for use by many threads; keeps working, without effect, once the plug-in is closed.
 */
@FunctionalInterface
public interface CancelHandle {

    /** Does what {@link Plugin#cancel()} does. */
    void cancel();
}

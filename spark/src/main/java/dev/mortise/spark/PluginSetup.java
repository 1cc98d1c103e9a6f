package dev.mortise.spark;

import dev.mortise.plugin.Plugin;
import java.io.Serializable;

/**
 * Says what a plug-in gets from its host: configuration, host functions, WASI, limits. Runs on the driver once, to see
 * whether the plug-in links, and in each task that uses it. So it and all that it captures must be serializable, and
 * what it names, a folder say, must be there on every executor.
 */
@FunctionalInterface
public interface PluginSetup extends Serializable {

    /** Adds to the builder; must not open a plug-in with it. */
    void accept(Plugin.Builder builder);
}

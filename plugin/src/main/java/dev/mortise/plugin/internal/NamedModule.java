package dev.mortise.plugin.internal;

import dev.mortise.wasm.Module;

/**
 * A module of a plug-in.
 *
 * @param name what other modules of the plug-in import it by
 * @param module the module
 */
public record NamedModule(String name, Module module) {

    /** The one whose functions the host calls. */
    public static final String MAIN = "main";
}

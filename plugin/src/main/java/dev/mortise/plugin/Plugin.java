package dev.mortise.plugin;

/** A plug-in. */
public final class Plugin {
    private Plugin() {}
}

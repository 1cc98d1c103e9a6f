package dev.mortise.benchmarks;

/** One function of a plug-in. */
interface PluginFunction {

    /** Its output; no bytes if it sets none. */
    byte[] call(byte[] input);
}

package dev.mortise.plugin.internal;

import dev.mortise.wasm.Instance;

/** Keeps track of the instances that a plug-in consists of. Called on the thread that calls the plug-in. */
public interface InstanceListener {

    /** There is one more, of which nothing has run yet. */
    void created(Instance instance);

    /** One is not used any more. */
    void dropped(Instance instance);
}

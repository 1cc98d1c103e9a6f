package dev.mortise.bind.internal;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a guest's static buffer lies. All objects bound to an instance share it: if one makes the buffer grow, the guest
 * may free the block in which the others would write. It holds numbers alone, since it lives as long as its instance
 * without keeping it.
 */
final class Kept {

    int pointer;
    int capacity;
    /** The strictest of all that is written there. */
    int alignment = 1;
    /** Whether the guest has been asked. */
    boolean isHeld;

    /**
     * The buffer of an instance.
     *
     * @param source the export that gave it
     */
    @SuppressWarnings("unchecked") // The map is ours, except for its type.
    static Kept of(Instance instance, String source) {
        var all = GuestCalls.companions(instance);
        synchronized (all) {
            var bySource = (Map<String, Kept>) all.computeIfAbsent(instance, ignored -> new HashMap<String, Kept>());
            return bySource.computeIfAbsent(source, ignored -> new Kept());
        }
    }
}

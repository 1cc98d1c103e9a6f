package dev.mortise.plugin.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a plug-in keeps with its host from one call to the next. An entry costs its key and value and 48 bytes, as in
 * Extism; replacing one gives back what the old value cost, which Extism does not do.
 */
public final class Variables {

    private static final long ENTRY_COST = 48;

    private final Map<String, Variable> variables = new HashMap<>();
    private final long maxBytes;
    private long bytes;

    /** @param maxBytes the most that all entries together may cost; 0 allows none and says so */
    Variables(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether there can be variables at all. */
    boolean enabled() {
        return maxBytes > 0;
    }

    /** The value of a variable; not to be changed. */
    Optional<byte[]> get(String key) {
        var variable = variables.get(key);
        return variable == null ? Optional.empty() : Optional.of(variable.value);
    }

    /**
     * Sets a variable.
     *
     * @return false if it does not fit; then nothing has changed
     */
    boolean set(String key, byte[] value) {
        var variable = variables.get(key);
        var total = bytes + (variable == null ? cost(key, value) : value.length - variable.value.length);
        if (total > maxBytes) {
            return false;
        }
        if (variable == null) {
            variables.put(key, new Variable(value));
        } else {
            variable.value = value;
        }
        bytes = total;
        return true;
    }

    /** Removes a variable if there is one. */
    void remove(String key) {
        var variable = variables.remove(key);
        if (variable != null) {
            bytes -= cost(key, variable.value);
        }
    }

    /** Removes all variables. */
    public void clear() {
        variables.clear();
        bytes = 0;
    }

    private static long cost(String key, byte[] value) {
        return ENTRY_COST + key.getBytes(StandardCharsets.UTF_8).length + value.length;
    }

    /** Most are set again and again: that takes one look into the map and no count of the key's bytes. */
    private static final class Variable {

        private byte[] value;

        private Variable(byte[] value) {
            this.value = value;
        }
    }
}

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

    private final Map<String, byte[]> values = new HashMap<>();
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
        return Optional.ofNullable(values.get(key));
    }

    /**
     * Sets a variable.
     *
     * @return false if it does not fit; then nothing has changed
     */
    boolean set(String key, byte[] value) {
        var old = values.get(key);
        var total = bytes + cost(key, value) - (old == null ? 0 : cost(key, old));
        if (total > maxBytes) {
            return false;
        }
        values.put(key, value);
        bytes = total;
        return true;
    }

    /** Removes a variable if there is one. */
    void remove(String key) {
        var old = values.remove(key);
        if (old != null) {
            bytes -= cost(key, old);
        }
    }

    /** Removes all variables. */
    public void clear() {
        values.clear();
        bytes = 0;
    }

    private static long cost(String key, byte[] value) {
        return ENTRY_COST + key.getBytes(StandardCharsets.UTF_8).length + value.length;
    }
}

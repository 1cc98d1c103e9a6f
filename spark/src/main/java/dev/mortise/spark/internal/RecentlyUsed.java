package dev.mortise.spark.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The values that were asked for last: an executor lives for weeks, and each query may bring a new key. A value that has
 * gone is made again. Safe for use by many threads.
 *
 * @param <K> with {@code equals}
 * @param <V> what is quick to make: one thread at a time does
 */
final class RecentlyUsed<K, V> {

    private final Map<K, V> values;

    /** @param most how many are kept */
    RecentlyUsed(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value of a key. */
    synchronized V get(K key, Function<K, V> maker) {
        return values.computeIfAbsent(key, maker);
    }
}

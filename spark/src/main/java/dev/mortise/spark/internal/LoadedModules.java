package dev.mortise.spark.internal;

import dev.mortise.wasm.Module;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The modules of this process, an executor or a driver: loaded by whichever task is first, shared with their compiled
 * code by all others, of later queries as well. Those that no task uses go when the heap is full.
 */
public final class LoadedModules {

    private static final Map<String, SoftReference<Module>> MODULES = new ConcurrentHashMap<>();
    private static final AtomicLong LOADS = new AtomicLong();

    private LoadedModules() {}

    /**
     * The module with this hash.
     *
     * @param bytes is asked only if the module is not there
     */
    public static Module get(String hash, String name, Supplier<byte[]> bytes) {
        var known = get(MODULES.get(hash));
        return known != null ? known : load(hash, name, bytes);
    }

    private static Module load(String hash, String name, Supplier<byte[]> bytes) {
        var loaded = new Module[1];
        // Tasks that start together wait for the first of them.
        MODULES.compute(hash, (key, reference) -> {
            var known = get(reference);
            if (reference != null && known != null) {
                loaded[0] = known;
                return reference;
            }
            loaded[0] = Module.parse(name, bytes.get());
            LOADS.incrementAndGet();
            return new SoftReference<>(loaded[0]);
        });
        return loaded[0];
    }

    private static @Nullable Module get(@Nullable SoftReference<Module> reference) {
        return reference == null ? null : reference.get();
    }

    /** How many times a module was loaded in this process. */
    public static long loads() {
        return LOADS.get();
    }

    /** What a module is known by. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }
}

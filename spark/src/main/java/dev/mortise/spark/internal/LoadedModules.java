package dev.mortise.spark.internal;

import dev.mortise.wasm.Module;
import java.lang.ref.SoftReference;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The modules of this process, an executor or a driver: loaded by whichever task is first, shared with their compiled
 * code by all others, of later queries as well. The last {@value #MOST} that were asked for are kept as long as the heap
 * is not full; one that has gone from here, but that a task still runs, goes with the task.
 */
public final class LoadedModules {

    static final int MOST = 100;

    private static final RecentlyUsed<String, Place> MODULES = new RecentlyUsed<>(MOST);
    private static final AtomicLong LOADS = new AtomicLong();

    private LoadedModules() {}

    /** Where a module is or will be: tasks that start together wait for the first of them, and for no other module's. */
    private static final class Place {

        private SoftReference<@Nullable Module> module = new SoftReference<>(null);

        synchronized Module get(String name, Supplier<byte[]> bytes) {
            var known = module.get();
            if (known != null) {
                return known;
            }
            var loaded = Module.parse(name, bytes.get());
            LOADS.incrementAndGet();
            module = new SoftReference<>(loaded);
            return loaded;
        }
    }

    /**
     * The module with this hash.
     *
     * @param bytes is asked only if the module is not there
     */
    public static Module get(String hash, String name, Supplier<byte[]> bytes) {
        return MODULES.get(hash, key -> new Place()).get(name, bytes);
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

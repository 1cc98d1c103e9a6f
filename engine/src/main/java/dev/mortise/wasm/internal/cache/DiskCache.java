package dev.mortise.wasm.internal.cache;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.internal.runtime.ClassSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compiled code in a folder. */
public final class DiskCache implements CodeCache {

    private static final long SECONDS_UNTIL_WRITTEN = 1;
    private static final System.Logger LOGGER = System.getLogger(CodeCache.class.getName());

    private final CacheFolder folder;
    private final String engine;
    /** By key. */
    private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    private DiskCache(CacheFolder folder, String engine) {
        this.folder = folder;
        this.engine = engine;
    }

    /** See {@link CodeCache#open(Path, long)}. */
    public static DiskCache open(Path folder, long mostBytes) throws IOException {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("mostBytes must be 0 or more, not " + mostBytes);
        }
        var engine = EngineBuild.id().orElseThrow(() -> new IOException(
                "compiled code cannot be kept, because the engine cannot tell which build of it this is: it has to be "
                        + "loaded from a jar or a folder"));
        return new DiskCache(CacheFolder.open(folder, mostBytes), engine);
    }

    /**
     * What is kept of a module.
     *
     * @param options all that decides which classes come out, beside the module and the engine
     */
    public Entry entry(String moduleName, byte[] module, String options) {
        return new Entry(Digests.sha256(utf8(engine), utf8(Runtime.version().toString()), utf8(options),
                utf8(moduleName), module));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Optional<CompiledCode> read(String key) {
        return folder.read(key).flatMap(file -> CompiledCode.parse(key, file));
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(SECONDS_UNTIL_WRITTEN, TimeUnit.SECONDS).execute(() -> {
                isScheduled.set(false);
                try {
                    flush();
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    if (hasFailed.compareAndSet(false, true)) {
                        LOGGER.log(Level.WARNING, "compiled code cannot be kept: {0}", e.toString());
                    }
                }
            });
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        for (var key : unwritten.keySet()) {
            var further = unwritten.remove(key);
            if (further != null) {
                // Another process may have written since; what two of them write at once, one of them writes again.
                var before = read(key).orElseGet(() -> new CompiledCode(further.writtenTables, Map.of()));
                folder.write(key, before.with(further.classes).toBytes(key));
            }
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    /** What is kept of one module under one set of options. */
    public final class Entry {

        private final String key;
        private final Optional<CompiledCode> kept;

        private Entry(String key) {
            this.key = key;
            this.kept = read(key);
        }

        /** The tables that the module's code writes to, if its bodies were validated before. */
        public Optional<BitSet> writtenTables() {
            return kept.map(CompiledCode::writtenTables);
        }

        /** The module's classes: those that are kept, and what the compiler makes, which will be. */
        public ClassSource classes(ClassSource compiler, BitSet writtenTables) {
            var known = kept.map(CompiledCode::classes).orElse(Map.of());
            // Not this object, which holds all classes that are known.
            var where = key;
            return new CachedClasses(compiler, known, (name, bytes) -> {
                unwritten.compute(where, (each, before) -> {
                    var all = before == null ? new Unwritten(writtenTables) : before;
                    all.classes.put(name, bytes);
                    return all;
                });
                schedule();
            });
        }
    }

    /** What is not in the file under a key yet; filled in the map alone, so that nothing comes too late for a flush. */
    private record Unwritten(BitSet writtenTables, Map<String, byte[]> classes) {

        Unwritten(BitSet writtenTables) {
            this(writtenTables, new HashMap<>());
        }
    }
}

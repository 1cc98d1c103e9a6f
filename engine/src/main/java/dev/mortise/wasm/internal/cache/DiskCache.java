package dev.mortise.wasm.internal.cache;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.internal.cache.CachedClasses.Keeper;
import dev.mortise.wasm.internal.runtime.ClassSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Compiled code in a folder. */
public final class DiskCache implements CodeCache {

    private static final System.Logger LOGGER = System.getLogger(CodeCache.class.getName());
    /** Two of one version may differ by who built them. */
    private static final String JVM = Runtime.version() + "\n" + System.getProperty("java.vm.name") + "\n"
            + System.getProperty("java.vm.vendor");

    private final CacheFolder folder;
    private final String engine;
    /** By key. */
    private final Map<String, Unwritten> unwritten = new ConcurrentHashMap<>();
    /** The keys of files with classes that the JVM refuses. What was made of such a file is no better than it. */
    private final Set<String> distrusted = ConcurrentHashMap.newKeySet();
    private final Pace pace = new Pace();
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
                "compiled code cannot be kept, because the engine cannot tell which build of it this is: "
                        + EngineBuild.FILE + " is missing beside its classes"));
        return new DiskCache(CacheFolder.open(folder, mostBytes), engine);
    }

    /**
     * What is kept of a module.
     *
     * @param options all that decides which classes come out, beside the module and the engine
     */
    public Entry entry(String moduleName, byte[] module, String options) {
        return new Entry(Digests.sha256(utf8(engine), utf8(JVM), utf8(options), utf8(moduleName), module));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Optional<CompiledCode> read(String key) throws IOException {
        return folder.read(key).flatMap(file -> CompiledCode.parse(key, file));
    }

    private Optional<CompiledCode> readIfPossible(String key) {
        try {
            return read(key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void schedule() {
        if (isScheduled.compareAndSet(false, true)) {
            var wait = pace.next(System.nanoTime());
            try {
                // Of its own: the application's common pool may have one worker only.
                var writer = new Thread(null, () -> writeAfter(wait), "mortise-cache", 0, false);
                writer.setDaemon(true);
                writer.setContextClassLoader(null);
                writer.start();
            } catch (RuntimeException | OutOfMemoryError e) {
                isScheduled.set(false);
                failed(e);
            }
        }
    }

    private void writeAfter(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            // Then now.
        }
        isScheduled.set(false);
        try {
            flush();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(e);
        }
    }

    private void failed(Throwable e) {
        if (hasFailed.compareAndSet(false, true)) {
            LOGGER.log(Level.WARNING, "compiled code cannot be kept: {0}", e.toString());
        }
    }

    private void keep(String key, BitSet writtenTables, String name, byte[] bytes) {
        unwritten.compute(key, (each, before) -> {
            if (distrusted.contains(key)) {
                return null;
            }
            var all = before == null ? new Unwritten(writtenTables) : before;
            all.classes.put(name, bytes);
            return all;
        });
        schedule();
    }

    private void forget(String key, String name) {
        remove(key);
        LOGGER.log(Level.WARNING, "the JVM refuses the class {0} of the compiled code that was kept as {1}: "
                + "all of it is removed, and the next process compiles it again", name, key);
    }

    /** Not while what it had is written anew. */
    private synchronized void remove(String key) {
        distrusted.add(key);
        unwritten.remove(key);
        folder.remove(key);
    }

    @Override
    public synchronized void flush() throws IOException {
        IOException failure = null;
        // Of a copy: what comes back into the map could be met again, and again.
        for (var key : List.copyOf(unwritten.keySet())) {
            try {
                write(key);
            } catch (IOException e) {
                // It may be this file's alone.
                failure = e;
            } catch (OutOfMemoryError e) {
                failure = new IOException("what is left of the heap is too little for the code under " + key, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void write(String key) throws IOException {
        var further = unwritten.remove(key);
        if (further == null) {
            return;
        }
        try {
            // Another process may have written since; what two of them write at once, one of them writes again.
            var before = read(key).orElseGet(() -> new CompiledCode(further.writtenTables, Map.of()));
            folder.write(key, before.with(further.classes).toBytes(key));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            unwritten.merge(key, further, Unwritten::with);
            throw e;
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
            this.kept = readIfPossible(key);
        }

        /** The tables that the module's code writes to, if its bodies were validated before. */
        public Optional<BitSet> writtenTables() {
            return kept.map(CompiledCode::writtenTables);
        }

        /** The module's classes: those that are kept, and what the compiler makes, which will be. */
        public ClassSource classes(ClassSource compiler, BitSet writtenTables) {
            var known = kept.map(CompiledCode::classes).orElse(Map.of());
            // Not this object, which holds all classes that are known.
            return new CachedClasses(compiler, known, new ModuleKeeper(DiskCache.this, key, writtenTables));
        }
    }

    private record ModuleKeeper(DiskCache cache, String key, BitSet writtenTables) implements Keeper {

        @Override
        public void keep(String name, byte[] bytes) {
            cache.keep(key, writtenTables, name, bytes);
        }

        @Override
        public void forget(String name) {
            cache.forget(key, name);
        }
    }

    /** What is not in the file under a key yet; filled in the map alone, so that nothing comes too late for a flush. */
    private record Unwritten(BitSet writtenTables, Map<String, byte[]> classes) {

        Unwritten(BitSet writtenTables) {
            this(writtenTables, new HashMap<>());
        }

        Unwritten with(Unwritten others) {
            classes.putAll(others.classes);
            return this;
        }
    }
}

package dev.mortise.plugin;

import dev.mortise.plugin.internal.CallFailure;
import dev.mortise.plugin.internal.CallGate;
import dev.mortise.plugin.internal.EntryPoint;
import dev.mortise.plugin.internal.Environment;
import dev.mortise.plugin.internal.EnvironmentFunctions;
import dev.mortise.plugin.internal.GuestRuntime;
import dev.mortise.plugin.internal.HostImports;
import dev.mortise.plugin.internal.Kernel;
import dev.mortise.plugin.internal.KernelFunctions;
import dev.mortise.plugin.internal.ModuleSource;
import dev.mortise.plugin.internal.Variables;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in: a WebAssembly module built with one of Extism's PDKs, ready to be called.
 *
 * {@snippet :
 * try (var plugin = Plugin.open(Path.of("count_vowels.wasm"))) {
 *     String json = plugin.callString("count_vowels", "Hello, World!");
 * }
 * }
 *
 * <p>
 * The module's code runs in the sandbox of WebAssembly: it has its own memory, the input of the call, and whatever its
 * host gives it, which is nothing unless the {@linkplain #builder() builder} says otherwise. It is instantiated by the
 * first call. From one call to the next it keeps its memory and its variables, also when a call fails; only after a call
 * of {@code _start}, which is a whole program, it begins afresh with neither.
 *
 * <p>
 * A plug-in serves one thread at a time; a second call while one is running is refused with a
 * {@link PluginException}. Only {@link #cancel()} and {@link #close()} may be called at any time.
 */
public final class Plugin implements AutoCloseable {

    private final Module module;
    private final Imports imports;
    private final CallGate gate = new CallGate(this::interruptInstance, this::clearInterrupt);
    private final Kernel kernel;
    private final Variables variables;
    private final Map<String, EntryPoint> entryPoints = new HashMap<>();
    private volatile @Nullable Instance instance;

    private Plugin(Module module, Imports imports, Kernel kernel, Variables variables) {
        this.module = module;
        this.imports = imports;
        this.kernel = kernel;
        this.variables = variables;
    }

    /**
     * Opens a plug-in that gets nothing from its host: no configuration, no host functions; up to 1 MiB of variables;
     * its log goes to the {@link System.Logger} {@code dev.mortise.plugin}.
     *
     * @param file a module in the binary format, or in the text format if mortise-text is there
     * @throws IOException if the file cannot be read
     * @throws InvalidModuleException if it is no valid module; of a text the message gives line and column
     * @throws LinkException if it imports what the host does not give
     */
    public static Plugin open(Path file) throws IOException {
        return builder().open(file);
    }

    /**
     * Like {@link #open(Path)}.
     *
     * @param bytes the module, not to be changed afterwards
     */
    public static Plugin open(byte[] bytes) {
        return builder().open(bytes);
    }

    /** What a plug-in gets from its host; nothing at first but what {@link #open(Path)} says. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Calls a function of the plug-in.
     *
     * @param function its exported name
     * @param input what the plug-in's code gets as its input; up to just under 2 GiB as the heap allows
     * @return what it set as its output, no bytes if nothing; a copy
     * @throws PluginException if the call fails; its kind says why
     * @throws IllegalStateException if the plug-in is closed
     */
    public byte[] call(String function, byte[] input) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(input, "input");
        gate.enter();
        try {
            run(function, input);
            return kernel.output();
        } catch (OutOfMemoryError e) {
            throw CallFailure.outOfHeap(function, e);
        } finally {
            leave();
        }
    }

    /** Like {@link #call} with input and output in UTF-8; malformed output becomes U+FFFD. */
    public String callString(String function, String input) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(input, "input");
        gate.enter();
        try {
            run(function, input.getBytes(StandardCharsets.UTF_8));
            return kernel.outputString();
        } catch (OutOfMemoryError e) {
            throw CallFailure.outOfHeap(function, e);
        } finally {
            leave();
        }
    }

    /** Whether there is a function of this name that keeps to the convention: no parameters, at most a code as result. */
    public boolean functionExists(String function) {
        return EntryPoint.exists(module, function);
    }

    /** The module that it was made of. */
    public Module module() {
        return module;
    }

    /**
     * Ends the call that is running, if there is one, with a {@link PluginException} of kind
     * {@link PluginException.Kind#CANCELLED}, usually within milliseconds, also in an endless loop. May be called from
     * any thread and returns at once. A host function in progress is not disturbed: the call ends when it is back.
     */
    public void cancel() {
        gate.cancel();
    }

    /**
     * Lets go of the instance and its memory. A running call is cancelled. May be called from any thread, and more than
     * once.
     */
    @Override
    public void close() {
        if (gate.close()) {
            release();
        }
    }

    private void run(String function, byte[] input) {
        var entryPoint = entryPoints.get(function);
        if (entryPoint == null) {
            entryPoint = link(function);
        }
        if (!kernel.begin(input)) {
            throw kernel.outOfMemory(input.length);
        }
        int code;
        try {
            code = entryPoint.call();
        } catch (RuntimeException e) {
            throw failure(function, e);
        } finally {
            if (function.equals(GuestRuntime.PROGRAM)) {
                forgetInstance();
                variables.clear();
            }
        }
        var error = kernel.error();
        if (error.isPresent()) {
            throw new PluginException(PluginException.Kind.PLUGIN_ERROR, error.get(), code);
        }
        if (code != 0) {
            throw CallFailure.exitCode(function, code);
        }
    }

    /** The plug-in's own words tell more than the way in which it stopped, unless it was stopped from outside. */
    private RuntimeException failure(String function, RuntimeException thrown) {
        var failure = CallFailure.of(function, thrown);
        var ownWordsCount = failure instanceof PluginException e && e.kind() != PluginException.Kind.CANCELLED;
        var error = kernel.error();
        return error.isPresent() && ownWordsCount
                ? new PluginException(PluginException.Kind.PLUGIN_ERROR, error.get(), -1, thrown)
                : failure;
    }

    private EntryPoint link(String function) {
        EntryPoint.require(module, function);
        var existing = instance;
        var entryPoint = EntryPoint.of(existing == null ? instantiate(function) : existing, function);
        entryPoints.put(function, entryPoint);
        return entryPoint;
    }

    /** An instance whose start fails is thrown away, so that the next call begins with a new one. */
    private Instance instantiate(String function) {
        var started = false;
        try {
            var created = module.instantiate(Imports.builder().addAll(imports).memoryBudget(kernel.newBudget())
                    .onInstance(this::created).build());
            if (gate.isCancelled()) {
                throw CallFailure.cancelled(function);
            }
            GuestRuntime.start(created);
            started = true;
            return created;
        } catch (RuntimeException e) {
            throw CallFailure.of(function, e);
        } finally {
            if (!started) {
                instance = null;
            }
        }
    }

    /** Known before its start function runs, so that cancel() can end one that never returns. */
    private void created(Instance before) {
        instance = before;
        if (gate.isCancelled()) {
            before.interrupt();
        }
    }

    private void interruptInstance() {
        var running = instance;
        if (running != null) {
            running.interrupt();
        }
    }

    private void clearInterrupt() {
        var idle = instance;
        if (idle != null) {
            idle.clearInterrupt();
        }
    }

    private void leave() {
        if (gate.leave()) {
            release();
        }
    }

    private void release() {
        forgetInstance();
        kernel.release();
    }

    private void forgetInstance() {
        instance = null;
        entryPoints.clear();
    }

    /**
     * What a plug-in gets from its host. It may open any number of plug-ins; each has variables of its own. Not for
     * use by several threads at once.
     */
    public static final class Builder {

        private static final long DEFAULT_MAX_VAR_BYTES = 1 << 20;

        private final Map<String, String> config = new LinkedHashMap<>();
        private final Map<String, Map<String, dev.mortise.wasm.HostFunction>> functions = new LinkedHashMap<>();
        private long maxVarBytes = DEFAULT_MAX_VAR_BYTES;
        private int maxPages = 2 * Memory.MAX_PAGES;
        private Level logLevel = Level.INFO;
        private BiConsumer<Level, String> log = new SystemLog();

        private Builder() {}

        /** Adds a configuration value; the last one for a key wins. */
        public Builder config(String key, String value) {
            config.put(key, value);
            return this;
        }

        /** Adds configuration values. */
        public Builder config(Map<String, String> values) {
            config.putAll(values);
            return this;
        }

        /**
         * Adds a function that the plug-in may import.
         *
         * @throws IllegalArgumentException if there is one of this namespace and name, or the namespace is Extism's own
         */
        public Builder hostFunction(HostFunction function) {
            if (function.namespace().equals(HostImports.ENVIRONMENT)) {
                throw new IllegalArgumentException(
                        "the namespace " + HostImports.ENVIRONMENT + " is Extism's own: choose another for \""
                                + function.name() + '"');
            }
            var old = functions.computeIfAbsent(function.namespace(), key -> new LinkedHashMap<>())
                    .putIfAbsent(function.name(), function.engineFunction());
            if (old != null) {
                throw new IllegalArgumentException("there is a host function \"%s\" \"%s\" already"
                        .formatted(function.namespace(), function.name()));
            }
            return this;
        }

        /**
         * The most bytes that the plug-in's variables may cost, 48 an entry and its key and value; 1 MiB by default.
         * With 0 there are no variables.
         */
        public Builder maxVarBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("maxVarBytes must be 0 or more, not " + bytes);
            }
            maxVarBytes = bytes;
            return this;
        }

        /**
         * The most pages of 64 KiB that all memories of the plug-in may have together with the memory through which it
         * gets its input and gives its output, which has at least one; by default what the engine can do. A plug-in
         * that starts with more fails with a {@link LinkException} at its first call; later, growing fails.
         *
         * @param pages 1 to {@link Memory#MAX_PAGES}
         */
        public Builder maxPages(int pages) {
            if (pages < 1 || pages > Memory.MAX_PAGES) {
                throw new IllegalArgumentException("maxPages must be 1 to " + Memory.MAX_PAGES + ", not " + pages);
            }
            maxPages = pages;
            return this;
        }

        /** What is below this level is not logged, and PDKs do not even format it; {@code INFO} by default. */
        public Builder logLevel(Level level) {
            logLevel = level;
            return this;
        }

        /** Takes what the plug-in logs, instead of the {@link System.Logger} {@code dev.mortise.plugin}. */
        public Builder onLog(BiConsumer<Level, String> consumer) {
            log = consumer;
            return this;
        }

        /** Opens a plug-in; see {@link Plugin#open(Path)}. */
        public Plugin open(Path file) throws IOException {
            return open(ModuleSource.read(file));
        }

        /** Opens a plug-in; see {@link Plugin#open(byte[])}. */
        public Plugin open(byte[] bytes) {
            return open(ModuleSource.parse("plugin.wasm", bytes));
        }

        /**
         * Opens a plug-in made of a module that is loaded already. Plug-ins of one module share its compiled code and
         * nothing else.
         *
         * @throws LinkException if it imports what the host does not give
         */
        public Plugin open(Module module) {
            HostImports.check(module, functions);
            var kernel = new Kernel(maxPages);
            var environment = new Environment(config, maxVarBytes, logLevel, log);
            var imports = Imports.builder().addAll(HostImports.own())
                    .attach(KernelFunctions.KERNEL, kernel).attach(EnvironmentFunctions.ENVIRONMENT, environment)
                    .attach(CurrentPlugin.ATTACHMENT, new CurrentPlugin(kernel));
            functions.forEach((namespace, named) -> named
                    .forEach((name, function) -> imports.function(namespace, name, function)));
            return new Plugin(module, imports.build(), kernel, environment.variables());
        }
    }

    /** The log of plug-ins for whom the host has no other. */
    private static final class SystemLog implements BiConsumer<Level, String> {

        private static final System.Logger LOGGER = System.getLogger("dev.mortise.plugin");

        @Override
        public void accept(Level level, String message) {
            LOGGER.log(level, message);
        }
    }
}

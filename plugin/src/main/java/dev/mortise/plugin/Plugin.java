package dev.mortise.plugin;

import dev.mortise.plugin.internal.CallFailure;
import dev.mortise.plugin.internal.CallGate;
import dev.mortise.plugin.internal.Download;
import dev.mortise.plugin.internal.EntryPoint;
import dev.mortise.plugin.internal.Environment;
import dev.mortise.plugin.internal.EnvironmentFunctions;
import dev.mortise.plugin.internal.GuestRuntime;
import dev.mortise.plugin.internal.HostImports;
import dev.mortise.plugin.internal.HostSettings;
import dev.mortise.plugin.internal.InstanceListener;
import dev.mortise.plugin.internal.Kernel;
import dev.mortise.plugin.internal.KernelFunctions;
import dev.mortise.plugin.internal.ManifestModules;
import dev.mortise.plugin.internal.ModuleSet;
import dev.mortise.plugin.internal.ModuleSource;
import dev.mortise.plugin.internal.NamedModule;
import dev.mortise.plugin.internal.WasiAccess;
import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Fuel;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

    private static final Instance[] NO_INSTANCES = {};

    private final CompiledPlugin compiled;
    private final CallGate gate;
    private final Kernel kernel;
    private final Environment environment;
    private final CurrentPlugin current;
    private final Imports state;
    private final InstanceListener listener = new Listener();
    private final @Nullable Fuel fuel;
    private final Map<String, EntryPoint> entryPoints = new HashMap<>();
    /** Of all modules, the main one last; other threads interrupt them. */
    private volatile Instance[] instances = NO_INSTANCES;
    /** How many of them stay; those behind are of linked programs, each for one call. */
    private int standing;
    private @Nullable Instance main;
    /** What the instances have through WASI, if they use it. */
    private @Nullable Wasi wasi;
    private boolean isTorn;

    Plugin(CompiledPlugin compiled) {
        var settings = compiled.settings();
        this.compiled = compiled;
        this.kernel = new Kernel(settings.maxPages());
        this.fuel = settings.fuel().isPresent() ? Fuel.of(settings.fuel().getAsLong()) : null;
        this.gate = new CallGate(this::interruptInstances, this::clearInterrupts, settings.timeoutNanos());
        this.environment = new Environment(settings, gate);
        this.current = new CurrentPlugin(kernel, gate, () -> instances[instances.length - 1]);
        this.state = Imports.builder().attach(KernelFunctions.KERNEL, kernel)
                .attach(EnvironmentFunctions.ENVIRONMENT, environment).attach(CurrentPlugin.ATTACHMENT, current)
                .build();
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

    /**
     * Like {@link #call(String, byte[])}, with something for host functions, which see it as
     * {@link CurrentPlugin#hostContext} during this call.
     */
    public byte[] call(String function, byte[] input, Object hostContext) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(input, "input");
        gate.enter();
        try {
            current.setHostContext(hostContext);
            run(function, input);
            return kernel.output();
        } catch (OutOfMemoryError e) {
            throw CallFailure.outOfHeap(function, e);
        } finally {
            current.setHostContext(null);
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
        return compiled.functionExists(function);
    }

    /**
     * Replaces the whole configuration, as the plug-in sees it from its next question on; in a {@link Pool} until the
     * use is over. May be called from any thread.
     */
    public void setConfig(Map<String, String> config) {
        environment.setConfig(config);
    }

    /**
     * Begins afresh: the next call finds a new instance, as the first one did, and no variables. The configuration
     * stays.
     *
     * @throws PluginException if a call is running
     * @throws IllegalStateException if the plug-in is closed
     */
    public void reset() {
        gate.enter();
        try {
            forgetInstances();
            environment.reset();
            isTorn = false;
        } finally {
            leave();
        }
    }

    /**
     * How many units of {@linkplain Builder#fuel fuel} the last call has used, or the running one so far, with the start
     * of the plug-in's code if it came with that call. To be asked by the thread that calls the plug-in.
     *
     * @return 0 before the first call; nothing if fuel is not counted
     */
    public OptionalLong fuelConsumed() {
        return fuel == null ? OptionalLong.empty()
                : OptionalLong.of(compiled.settings().fuel().orElse(0) - fuel.left());
    }

    /** The main module that it was made of. */
    public Module module() {
        return compiled.module();
    }

    /**
     * Ends the call that is running, if there is one, with a {@link PluginException} of kind
     * {@link PluginException.Kind#CANCELLED}, usually within milliseconds, also in an endless loop. May be called from
     * any thread and returns at once. A host function in progress is not disturbed, unless it waits with
     * {@link CurrentPlugin#await}: the call ends when it is back.
     */
    public void cancel() {
        gate.cancel();
    }

    /**
     * What does {@link #cancel()} for somebody who shall do nothing else. One that is taken inside
     * {@link Pool#use(java.util.function.Function)} is without effect when that is over.
     */
    public CancelHandle cancelHandle() {
        var lease = gate.lease();
        return () -> gate.cancel(lease);
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
        if (fuel != null) {
            fuel.set(compiled.settings().fuel().orElse(0));
        }
        environment.beginCall();
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
        } catch (ProcessExit exit) {
            tear();
            code = exit.code();
            if (code != 0 && kernel.error().isEmpty()) {
                throw CallFailure.programExit(function, exit, kernel.refusal());
            }
        } catch (RuntimeException e) {
            tear();
            throw failure(function, e);
        } catch (Error e) {
            tear();
            throw e;
        } finally {
            if (function.equals(GuestRuntime.PROGRAM)) {
                forgetInstances();
                environment.reset();
                // What a program left in disorder is gone with it.
                isTorn = false;
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
        // A host function may see that the call is late, and throw, before anybody has ended it.
        if (gate.isTimedOut() || gate.nanosLeft() <= 0) {
            return CallFailure.timeout(function, gate.timeoutNanos(), thrown);
        }
        if (gate.isCancelled()) {
            return CallFailure.cancelled(function, thrown);
        }
        var failure = CallFailure.of(function, thrown, kernel.refusal());
        var ownWordsCount = failure instanceof PluginException e && e.kind() != PluginException.Kind.CANCELLED
                && e.kind() != PluginException.Kind.TIMEOUT && e.kind() != PluginException.Kind.OUT_OF_FUEL;
        var error = kernel.error();
        return error.isPresent() && ownWordsCount
                ? new PluginException(PluginException.Kind.PLUGIN_ERROR, error.get(), -1, thrown)
                : failure;
    }

    private EntryPoint link(String function) {
        EntryPoint.require(module(), function);
        var existing = main;
        var entryPoint = EntryPoint.of(existing == null ? instantiate(function) : existing, function);
        entryPoints.put(function, entryPoint);
        return entryPoint;
    }

    /** Instances whose start fails are thrown away, so that the next call begins with new ones. */
    private Instance instantiate(String function) {
        try {
            var budget = kernel.beginAfresh();
            var created = compiled.modules().instantiate(openWasi(), budget, compiled.reserve(), fuel, listener,
                    () -> requireWanted(function));
            requireWanted(function);
            GuestRuntime.start(created);
            main = created;
            standing = instances.length;
            return created;
        } catch (RuntimeException e) {
            throw failure(function, e);
        } finally {
            if (main == null) {
                forgetInstances();
            }
        }
    }

    /** The state of host functions, with WASI where it is used. */
    private Imports openWasi() {
        var access = compiled.settings().wasi();
        if (access.isEmpty()) {
            return state;
        }
        var opened = access.get().open();
        wasi = opened;
        var imports = Imports.builder().addAll(state);
        opened.attachTo(imports);
        return imports.build();
    }

    private void requireWanted(String function) {
        if (gate.isTimedOut()) {
            throw CallFailure.timeout(function, gate.timeoutNanos(), null);
        }
        if (gate.isCancelled()) {
            throw CallFailure.cancelled(function, null);
        }
    }

    /** Goes on to the others where one fails: because the heap is full, or a host function's wake throws. */
    private void interruptInstances() {
        Throwable failure = null;
        try {
            for (var running : instances) {
                try {
                    running.interrupt();
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            }
        } finally {
            environment.cancelWaiting();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void clearInterrupts() {
        for (var idle : instances) {
            idle.clearInterrupt();
        }
        environment.clearCancel();
    }

    /** Whether the guest's code was left in the middle of a call, so that its memory may be in disorder. */
    boolean isTorn() {
        return isTorn;
    }

    /** Takes back {@link #setConfig} and what {@link #cancelHandle()} has given out, as somebody else comes next. */
    void handOn() {
        environment.restoreConfig();
        gate.handOn();
    }

    /** Whether it serves no further call. */
    boolean isClosed() {
        return gate.isClosed();
    }

    private void leave() {
        if (gate.leave()) {
            release();
        }
    }

    private void release() {
        forgetInstances();
        kernel.release();
    }

    /** The guest's code was left in the middle; perhaps the stack ended just where a program was to be dropped. */
    private void tear() {
        isTorn = true;
        while (instances.length > standing) {
            var last = instances[instances.length - 1];
            instances = Arrays.copyOf(instances, instances.length - 1);
            last.release();
        }
    }

    private void forgetInstances() {
        entryPoints.clear();
        main = null;
        var old = instances;
        instances = NO_INSTANCES;
        for (var instance : old) {
            instance.release();
        }
        var used = wasi;
        if (used != null) {
            wasi = null;
            closeWasi(used);
        }
    }

    /** What a guest writes is not buffered, so a file that cannot be closed takes nothing from the call's result. */
    private static void closeWasi(Wasi used) {
        try {
            used.close();
        } catch (RuntimeException e) {
            SystemLog.LOGGER.log(Level.WARNING, "a plug-in is closed, but one of its files is not", e);
        }
    }

    /** Knows all instances, so that cancel() can end them. */
    private final class Listener implements InstanceListener {

        @Override
        public void created(Instance instance) {
            KernelFunctions.warmUp(instance);
            var all = Arrays.copyOf(instances, instances.length + 1);
            all[all.length - 1] = instance;
            instances = all;
            // Whoever cancelled before that did not know of it.
            if (gate.isCancelled()) {
                instance.interrupt();
            }
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // an instance is itself and no other
        public void dropped(Instance instance) {
            instances = Arrays.stream(instances).filter(each -> each != instance).toArray(Instance[]::new);
        }
    }

    /**
     * What a plug-in gets from its host. It may open any number of plug-ins; each has variables of its own. Not for
     * use by several threads at once.
     */
    public static final class Builder {

        private static final int DEFAULT_MAX_PAGES = 65_536;
        private static final long DEFAULT_MAX_VAR_BYTES = 1 << 20;
        private static final long DEFAULT_MAX_HTTP_RESPONSE_BYTES = 50 << 20;

        private final Map<String, String> config = new LinkedHashMap<>();
        private final Map<String, Map<String, dev.mortise.wasm.HostFunction>> functions = new LinkedHashMap<>();
        private final List<String> allowedHosts = new ArrayList<>();
        private OptionalLong maxVarBytes = OptionalLong.empty();
        private OptionalInt maxPages = OptionalInt.empty();
        private OptionalLong maxHttpResponseBytes = OptionalLong.empty();
        private boolean showsHttpHeaders;
        private final List<Manifest.AllowedPath> allowedPaths = new ArrayList<>();
        private boolean allowsWasi;
        private Consumer<Wasi.Builder> wasiSetup = wasi -> {
        };
        private OptionalLong fuel = OptionalLong.empty();
        private @Nullable Duration timeout;
        private Download download = new Download(Duration.ofSeconds(30), 256L << 20, (url, received, total) -> {
        });
        private Level logLevel = Level.INFO;
        private @Nullable CodeCache codeCache;
        private BiConsumer<Level, String> log = new SystemLog();

        /** Says nothing. */
        private static final Manifest NO_MANIFEST = Manifest.of(WasmSource.data(new byte[0]));

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
            maxVarBytes = OptionalLong.of(bytes);
            return this;
        }

        /**
         * The most pages of 64 KiB that all memories of the plug-in may have together with the memory through which it
         * gets its input and gives its output, which has at least one; 65,536 by default, which is 4 GiB. A single
         * memory has at most {@link Memory#MAX_PAGES} in any case. A plug-in that starts with more fails with a
         * {@link LinkException} at its first call; later, growing fails.
         *
         * @param pages 1 to 65,536
         */
        public Builder maxPages(int pages) {
            maxPages = OptionalInt.of(checkPages(pages));
            return this;
        }

        static int checkPages(int pages) {
            if (pages < 1 || pages > DEFAULT_MAX_PAGES) {
                throw new IllegalArgumentException("maxPages must be 1 to " + DEFAULT_MAX_PAGES + ", not " + pages);
            }
            return pages;
        }

        /**
         * The longest time that a call may take, with the start of the plug-in's code and the time that it spends in
         * host functions and HTTP requests; for ever by default. A call that is late ends within milliseconds with a
         * {@link PluginException} of kind {@link PluginException.Kind#TIMEOUT}, or as soon as the host function that it
         * is in has returned.
         *
         * @throws IllegalArgumentException if it is not longer than 0
         */
        public Builder timeout(Duration longest) {
            if (longest.isNegative() || longest.isZero()) {
                throw new IllegalArgumentException("timeout must be longer than 0, not " + longest);
            }
            timeout = longest;
            return this;
        }

        /**
         * How much a call may do, with the start of the plug-in's code: {@link Fuel} says what costs how much. A call
         * that wants more ends with a {@link PluginException} of kind {@link PluginException.Kind#OUT_OF_FUEL}, on every
         * machine at the same place. The modules of a plug-in share it; host functions cost nothing. Counting makes the
         * plug-in's code slower; by default nothing is counted. {@link Plugin#fuelConsumed} tells what was used.
         *
         * @param units 0 or more
         */
        public Builder fuel(long units) {
            if (units < 0) {
                throw new IllegalArgumentException("fuel must be 0 or more, not " + units);
            }
            fuel = OptionalLong.of(units);
            return this;
        }

        /**
         * Lets the plug-in send HTTP requests to hosts of this name; without any it may reach none. In a pattern
         * {@code *} stands for any text, dots included, {@code ?} for a character, {@code [a-z]} for one of a set. The
         * port does not count. An IPv6 address is written as in a URL, {@code [::1]}, and stands for itself. Redirects are
         * followed to allowed hosts only.
         */
        public Builder allowHost(String pattern) {
            allowedHosts.add(pattern);
            return this;
        }

        /** The most bytes of the body of an HTTP response; 50 MiB by default. */
        public Builder maxHttpResponseBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("maxHttpResponseBytes must be 0 or more, not " + bytes);
            }
            maxHttpResponseBytes = OptionalLong.of(bytes);
            return this;
        }

        /** Whether the plug-in may see the headers of HTTP responses; not unless this says so. */
        public Builder httpResponseHeaders(boolean visible) {
            showsHttpHeaders = visible;
            return this;
        }

        /**
         * Gives the plug-in WASI preview 1: a clock, random numbers, and the folders of {@link #allowPath}, but no
         * variables, no arguments, empty input, and output that goes nowhere. Each plug-in has files and clocks of its
         * own; the modules of one share them. Without this, a plug-in that imports WASI is refused with a
         * {@link LinkException}.
         */
        public Builder wasi() {
            allowsWasi = true;
            return this;
        }

        /**
         * Like {@link #wasi()}, with more: {@code wasi(Wasi.Builder::inheritStdout)} shows what the plug-in prints,
         * {@code wasi(wasi -> wasi.directory(MemoryFileSystem.create(), "/tmp"))} gives each plug-in a folder in memory.
         *
         * @param setup is run for each plug-in when its code starts, on the thread that calls it, after the folders of
         *            {@link #allowPath} were added; what it throws ends that call. Several are run one after the other.
         */
        public Builder wasi(Consumer<Wasi.Builder> setup) {
            wasiSetup = wasiSetup.andThen(setup);
            return wasi();
        }

        /**
         * Lets the plug-in reach a folder of the host through {@link #wasi()}, and all that lies below it. It may find
         * one folder at several places. Of several folders at one place the last one counts, and those of this builder
         * come after those of a manifest.
         *
         * @param hostPath one that begins with {@code ro:} is read-only
         * @param guestPath where the plug-in finds it; doubled slashes, slashes at the end and {@code .} inside a path
         *            make no other place of it. It must not have {@code ..} in it, unless it is the host's path itself
         */
        public Builder allowPath(String hostPath, String guestPath) {
            allowedPaths.add(new Manifest.AllowedPath(hostPath, guestPath));
            return this;
        }

        /**
         * How modules are loaded that a manifest names by URL.
         *
         * @param longest for each of them; 30 seconds by default
         * @param maxBytes of each of them; 256 MiB by default
         */
        public Builder download(Duration longest, long maxBytes) {
            if (longest.isNegative() || longest.isZero() || maxBytes < 0) {
                throw new IllegalArgumentException("a download needs a time longer than 0 and 0 bytes or more, not "
                        + longest + " and " + maxBytes);
            }
            download = new Download(longest, maxBytes, download.listener());
            return this;
        }

        /** Takes what there is to hear of modules that a manifest names by URL while they are loaded. */
        public Builder onDownload(DownloadListener listener) {
            download = new Download(download.timeout(), download.maxBytes(), listener);
            return this;
        }

        /**
         * Takes compiled code from a cache, and keeps there what is compiled, for modules that are loaded from here on;
         * read {@link CodeCache} for who may write to it. Unless set, each process compiles anew.
         */
        public Builder codeCache(CodeCache cache) {
            codeCache = cache;
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
            return compile(file).instantiate();
        }

        /** Opens a plug-in; see {@link Plugin#open(byte[])}. */
        public Plugin open(byte[] bytes) {
            return compile(bytes).instantiate();
        }

        /**
         * Opens a plug-in made of a module that is loaded already. Plug-ins of one module share its compiled code and
         * nothing else.
         *
         * @throws LinkException if it imports what the host does not give
         */
        public Plugin open(Module module) {
            return compile(module).instantiate();
        }

        /** Opens a plug-in; see {@link CompiledPlugin#compile(Manifest)}. */
        public Plugin open(Manifest manifest) {
            return compile(manifest).instantiate();
        }

        /** Loads a plug-in of which many can be made; see {@link CompiledPlugin#compile(Path)}. */
        public CompiledPlugin compile(Path file) throws IOException {
            return compile(ModuleSource.read(file, codeCache));
        }

        /** Like {@link #compile(Path)} with bytes, not to be changed afterwards. */
        public CompiledPlugin compile(byte[] bytes) {
            return compile(ModuleSource.parse("plugin.wasm", bytes, codeCache));
        }

        /** Like {@link #compile(Path)} with a module that is loaded already. */
        public CompiledPlugin compile(Module module) {
            return compile(List.of(new NamedModule(NamedModule.MAIN, module)), NO_MANIFEST);
        }

        /**
         * Like {@link CompiledPlugin#compile(Manifest)}. Where both this builder and the manifest say something, a
         * limit or configuration value of the builder counts, and so does a folder at the same place for the guest
         * ({@link #allowPath}); otherwise hosts and folders of both are allowed, and folders only matter with
         * {@link #wasi()}.
         *
         * @throws ManifestException also if a folder is not there
         */
        public CompiledPlugin compile(Manifest manifest) {
            return compile(ManifestModules.load(manifest, download, codeCache), manifest);
        }

        private CompiledPlugin compile(List<NamedModule> modules, Manifest manifest) {
            var allConfig = new LinkedHashMap<>(manifest.config());
            allConfig.putAll(config);
            var allHosts = new ArrayList<>(manifest.allowedHosts());
            allHosts.addAll(allowedHosts);
            var longest = timeout == null ? manifest.timeout().orElse(Duration.ZERO) : timeout;
            var linked = ModuleSet.link(modules, functions, allowsWasi);
            var settings = HostSettings.of(allConfig,
                    maxVarBytes.orElse(manifest.maxVarBytes().orElse(DEFAULT_MAX_VAR_BYTES)),
                    maxPages.orElse(manifest.maxPages().orElse(DEFAULT_MAX_PAGES)), nanos(longest), logLevel, log,
                    allHosts,
                    maxHttpResponseBytes.orElse(
                            manifest.maxHttpResponseBytes().orElse(DEFAULT_MAX_HTTP_RESPONSE_BYTES)),
                    showsHttpHeaders,
                    linked.usesWasi() ? Optional.of(wasiAccess(manifest)) : Optional.empty(), fuel);
            return new CompiledPlugin(linked, settings);
        }

        private WasiAccess wasiAccess(Manifest manifest) {
            var allPaths = new ArrayList<>(manifest.allowedPaths());
            allPaths.addAll(allowedPaths);
            return WasiAccess.of(allPaths, wasiSetup);
        }

        /** At most 100 years, so that sums with a clock do not overflow. */
        private static long nanos(Duration duration) {
            var most = Duration.ofDays(36_500);
            return duration.compareTo(most) < 0 ? duration.toNanos() : most.toNanos();
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

package dev.mortise.plugin;

import dev.mortise.plugin.internal.EntryPoint;
import dev.mortise.plugin.internal.HostSettings;
import dev.mortise.plugin.internal.ModuleSet;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.MemoryReserve;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A plug-in that is loaded, checked and linked to its host, so that {@link #instantiate()} makes ones to call within
 * microseconds. All of them share its compiled code and the memories that closed ones leave behind, zeroed, and nothing
 * else.
 *
 * {@snippet :
 * var compiled = CompiledPlugin.compile(Manifest.read(Path.of("plugin.json")));
 * try (var pool = compiled.pool(8)) {
 *     String json = pool.callString("count_vowels", "Hello, World!");
 * }
 * }
 *
 * <p>
 * Immutable and safe for use by many threads.
 */
public final class CompiledPlugin {

    private static final long MAX_SPARE_BYTES = 64L << 20;
    private static final int SPARE_SHARE_OF_HEAP = 16;

    private final ModuleSet modules;
    private final HostSettings settings;
    private final MemoryReserve reserve = MemoryReserve
            .create(Math.min(MAX_SPARE_BYTES, Runtime.getRuntime().maxMemory() / SPARE_SHARE_OF_HEAP));

    CompiledPlugin(ModuleSet modules, HostSettings settings) {
        this.modules = modules;
        this.settings = settings;
    }

    /**
     * Loads what a manifest names. Use {@link Plugin#builder()} to add host functions or limits.
     *
     * @throws ManifestException if something in the manifest is wrong, or a module that it names cannot be had
     * @throws LinkException if a module imports what neither another one nor the host gives
     */
    public static CompiledPlugin compile(Manifest manifest) {
        return Plugin.builder().compile(manifest);
    }

    /**
     * Loads a plug-in of one module that gets nothing from its host; see {@link Plugin#open(Path)}.
     *
     * @throws IOException if the file cannot be read
     * @throws InvalidModuleException if it is no valid module
     * @throws LinkException if it imports what the host does not give
     */
    public static CompiledPlugin compile(Path file) throws IOException {
        return Plugin.builder().compile(file);
    }

    /** A plug-in to call, with memory and variables of its own. Its code starts with the first call. */
    public Plugin instantiate() {
        return new Plugin(this);
    }

    /**
     * A pool of plug-ins.
     *
     * @param max how many there are at most, 1 or more
     */
    public Pool pool(int max) {
        return new Pool(this, max);
    }

    /** Whether there is a function of this name that keeps to the convention: no parameters, at most a code as result. */
    public boolean functionExists(String function) {
        return EntryPoint.exists(module(), function);
    }

    /** The main module, whose functions are called. */
    public Module module() {
        return modules.main();
    }

    ModuleSet modules() {
        return modules;
    }

    HostSettings settings() {
        return settings;
    }

    MemoryReserve reserve() {
        return reserve;
    }
}

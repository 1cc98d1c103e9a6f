package dev.mortise.plugin;

import dev.mortise.plugin.internal.ManifestReader;
import dev.mortise.wasm.internal.ModuleFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a plug-in is made of and what it may do, in the form that Extism gave it: see the
 * <a href="https://extism.org/docs/concepts/manifest">description of its fields</a>. Immutable.
 *
 * {@snippet :
 * var manifest = Manifest.parse("""
 *         {"wasm": [{"path": "plugin.wasm"}], "timeout_ms": 1000, "allowed_hosts": ["*.example.com"]}
 *         """);
 * }
 *
 * <p>
 * What a manifest does not say is as {@link Plugin.Builder} says it.
 */
public final class Manifest {

    private final List<WasmSource> wasm;
    private final Map<String, String> config;
    private final List<String> allowedHosts;
    private final List<AllowedPath> allowedPaths;
    private final @Nullable Duration timeout;
    private final OptionalInt maxPages;
    private final OptionalLong maxHttpResponseBytes;
    private final OptionalLong maxVarBytes;

    /**
     * A folder of the host that a plug-in may reach.
     *
     * @param hostPath begins with {@code ro:} if the folder is read-only
     * @param guestPath where the plug-in finds it
     */
    public record AllowedPath(String hostPath, String guestPath) {
    }

    private Manifest(Builder builder) {
        wasm = List.copyOf(builder.wasm);
        config = Map.copyOf(builder.config);
        allowedHosts = List.copyOf(builder.allowedHosts);
        allowedPaths = List.copyOf(builder.allowedPaths);
        timeout = builder.timeout;
        maxPages = builder.maxPages;
        maxHttpResponseBytes = builder.maxHttpResponseBytes;
        maxVarBytes = builder.maxVarBytes;
    }

    /**
     * Reads a manifest from a file: in TOML if its name ends with {@code .toml}, else in JSON. A file that is a module
     * itself, binary or text, is its own manifest.
     *
     * @throws IOException if the file cannot be read
     * @throws ManifestException if it is no manifest
     */
    public static Manifest read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; a manifest is a file");
        }
        var start = new byte[64];
        int length;
        try (var stream = Files.newInputStream(file)) {
            length = stream.readNBytes(start, 0, start.length);
        }
        if (ModuleFormat.of(start, length) != ModuleFormat.OTHER) {
            return of(WasmSource.file(file));
        }
        var text = Files.readString(file, StandardCharsets.UTF_8);
        return file.toString().endsWith(".toml") ? parseToml(text) : parse(text);
    }

    /**
     * Reads a manifest in JSON. Nothing that it names is loaded yet.
     *
     * @throws ManifestException if it is no manifest; the message names the field
     */
    public static Manifest parse(String json) {
        return ManifestReader.parse(json);
    }

    /**
     * Like {@link #parse} for TOML. Needs the optional dependency
     * {@code tools.jackson.dataformat:jackson-dataformat-toml}.
     *
     * @throws ManifestException also if that dependency is missing
     */
    public static Manifest parseToml(String toml) {
        return ManifestReader.parseToml(toml);
    }

    /** A manifest of these modules and nothing else; the last one is called. */
    public static Manifest of(WasmSource... modules) {
        var builder = builder();
        for (var module : modules) {
            builder.wasm(module);
        }
        return builder.build();
    }

    /** A builder without modules. */
    public static Builder builder() {
        return new Builder();
    }

    /** The modules; the one named {@code main} is called, or else the last. */
    public List<WasmSource> wasm() {
        return wasm;
    }

    /** Configuration for the plug-in. */
    public Map<String, String> config() {
        return config;
    }

    /** Patterns of the hosts that it may reach by HTTP; none unless they are named. */
    public List<String> allowedHosts() {
        return allowedHosts;
    }

    /**
     * The folders of the host that the plug-in may reach, in the order of the manifest. Of several with the same guest
     * path the last one counts; see {@link Plugin.Builder#allowPath}.
     */
    public List<AllowedPath> allowedPaths() {
        return allowedPaths;
    }

    /** The longest time that a call may take. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The most pages of 64 KiB of all its memories. */
    public OptionalInt maxPages() {
        return maxPages;
    }

    /** The most bytes of the body of an HTTP response. */
    public OptionalLong maxHttpResponseBytes() {
        return maxHttpResponseBytes;
    }

    /** The most bytes of its variables. */
    public OptionalLong maxVarBytes() {
        return maxVarBytes;
    }

    /** Collects what is in a manifest. Not for use by several threads at once. */
    public static final class Builder {

        private final List<WasmSource> wasm = new ArrayList<>();
        private final Map<String, String> config = new LinkedHashMap<>();
        private final List<String> allowedHosts = new ArrayList<>();
        private final List<AllowedPath> allowedPaths = new ArrayList<>();
        private @Nullable Duration timeout;
        private OptionalInt maxPages = OptionalInt.empty();
        private OptionalLong maxHttpResponseBytes = OptionalLong.empty();
        private OptionalLong maxVarBytes = OptionalLong.empty();

        private Builder() {}

        /** Adds a module. */
        public Builder wasm(WasmSource source) {
            wasm.add(source);
            return this;
        }

        /** Adds a configuration value; the last one for a key wins. */
        public Builder config(String key, String value) {
            config.put(key, value);
            return this;
        }

        /** Adds a host that the plug-in may reach by HTTP; see {@link Plugin.Builder#allowHost}. */
        public Builder allowHost(String pattern) {
            allowedHosts.add(pattern);
            return this;
        }

        /** Adds a folder that the plug-in may reach; see {@link Plugin.Builder#allowPath}. */
        public Builder allowPath(String hostPath, String guestPath) {
            allowedPaths.add(new AllowedPath(hostPath, guestPath));
            return this;
        }

        /** See {@link Plugin.Builder#timeout}. */
        public Builder timeout(Duration longest) {
            if (longest.isNegative() || longest.isZero()) {
                throw new IllegalArgumentException("timeout must be longer than 0, not " + longest);
            }
            timeout = longest;
            return this;
        }

        /** See {@link Plugin.Builder#maxPages}. */
        public Builder maxPages(int pages) {
            maxPages = OptionalInt.of(Plugin.Builder.checkPages(pages));
            return this;
        }

        /** See {@link Plugin.Builder#maxHttpResponseBytes}. */
        public Builder maxHttpResponseBytes(long bytes) {
            maxHttpResponseBytes = atLeast0("maxHttpResponseBytes", bytes);
            return this;
        }

        /** See {@link Plugin.Builder#maxVarBytes}. */
        public Builder maxVarBytes(long bytes) {
            maxVarBytes = atLeast0("maxVarBytes", bytes);
            return this;
        }

        /** Adds what another manifest says; where both say something of which there can be but one, the other counts. */
        public Builder merge(Manifest other) {
            wasm.addAll(other.wasm);
            config.putAll(other.config);
            allowedHosts.addAll(other.allowedHosts);
            allowedPaths.addAll(other.allowedPaths);
            timeout = other.timeout().orElse(timeout);
            maxPages = other.maxPages.isPresent() ? other.maxPages : maxPages;
            maxHttpResponseBytes = other.maxHttpResponseBytes.isPresent() ? other.maxHttpResponseBytes
                    : maxHttpResponseBytes;
            maxVarBytes = other.maxVarBytes.isPresent() ? other.maxVarBytes : maxVarBytes;
            return this;
        }

        /**
         * What was collected.
         *
         * @throws ManifestException if there is no module
         */
        public Manifest build() {
            if (wasm.isEmpty()) {
                throw new ManifestException("wasm", "at least one module is needed");
            }
            return new Manifest(this);
        }

        private static OptionalLong atLeast0(String what, long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException(what + " must be 0 or more, not " + bytes);
            }
            return OptionalLong.of(bytes);
        }
    }
}

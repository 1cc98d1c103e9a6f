package dev.mortise.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a module of a {@link Manifest} comes from, in the binary or the text format. Immutable. */
public sealed interface WasmSource {

    /** What other modules import it by; a single module and the last one without a {@code main} are {@code main}. */
    Optional<String> name();

    /** The SHA-256 that its bytes must have, in hexadecimal digits. */
    Optional<String> hash();

    /** The same under a name. */
    WasmSource named(String newName);

    /** The same, but refused unless its bytes have this SHA-256 (64 hexadecimal digits). */
    WasmSource hashed(String sha256);

    /** A file; a relative path is relative to the working directory of the JVM. */
    static WasmSource file(Path path) {
        return new OfFile(path, Optional.empty(), Optional.empty());
    }

    /** These bytes, not to be changed afterwards. */
    static WasmSource data(byte[] bytes) {
        return new OfData(bytes, Optional.empty(), Optional.empty());
    }

    /** What is loaded from there by {@code GET} when the manifest is compiled. */
    static WasmSource url(URI url) {
        return new OfUrl(url, "GET", Map.of(), Optional.empty(), Optional.empty());
    }

    /**
     * A file.
     *
     * @param path where
     * @param name see {@link #name()}
     * @param hash see {@link #hash()}
     */
    record OfFile(Path path, Optional<String> name, Optional<String> hash) implements WasmSource {

        @Override
        public WasmSource named(String newName) {
            return new OfFile(path, Optional.of(newName), hash);
        }

        @Override
        public WasmSource hashed(String sha256) {
            return new OfFile(path, name, Optional.of(sha256));
        }
    }

    /**
     * Bytes in hand; two of these are equal if they are the same array.
     *
     * @param bytes the module
     * @param name see {@link #name()}
     * @param hash see {@link #hash()}
     */
    record OfData(byte[] bytes, Optional<String> name, Optional<String> hash) implements WasmSource {

        @Override
        public WasmSource named(String newName) {
            return new OfData(bytes, Optional.of(newName), hash);
        }

        @Override
        public WasmSource hashed(String sha256) {
            return new OfData(bytes, name, Optional.of(sha256));
        }
    }

    /**
     * Something on the network, by {@code http} or {@code https}.
     *
     * @param url where
     * @param method in capitals
     * @param headers of the request
     * @param name see {@link #name()}
     * @param hash see {@link #hash()}
     */
    record OfUrl(URI url, String method, Map<String, String> headers, Optional<String> name,
            Optional<String> hash) implements WasmSource {

        /** Copies the headers. */
        public OfUrl {
            headers = Map.copyOf(headers);
        }

        @Override
        public WasmSource named(String newName) {
            return new OfUrl(url, method, headers, Optional.of(newName), hash);
        }

        @Override
        public WasmSource hashed(String sha256) {
            return new OfUrl(url, method, headers, name, Optional.of(sha256));
        }
    }
}

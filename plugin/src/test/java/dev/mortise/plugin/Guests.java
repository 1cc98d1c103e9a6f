package dev.mortise.plugin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the plug-ins that the tests call. */
final class Guests {

    private Guests() {}

    /** One that was built with Extism's Rust PDK; its source is beside it. */
    static Path rust(String name) {
        return file("rust/" + name + ".wasm");
    }

    /** A file, by its path below {@code guests}. */
    static Path file(String path) {
        var root = System.getProperty("mortise.root");
        var folder = root == null ? Path.of("..") : Path.of(root);
        var file = folder.resolve("guests").resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError(file.toAbsolutePath() + " is missing: run guests/build");
        }
        return file;
    }

    /** One in the text format, which {@link Plugin#open(byte[])} takes as it is. */
    static byte[] wat(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

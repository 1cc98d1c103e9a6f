package dev.mortise.wasm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The built guests of the repository. */
public final class Guests {

    private Guests() {}

    /** One whose source is in the text format. */
    public static Module wat(String name) {
        return Module.parse(name + ".wasm", bytes("guests/wat/" + name + ".wasm"));
    }

    /** A file of the repository. */
    public static byte[] bytes(String path) {
        var file = Path.of(System.getProperty("mortise.root", "..")).resolve(path);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toAbsolutePath() + " cannot be read: run guests/build", e);
        }
    }
}

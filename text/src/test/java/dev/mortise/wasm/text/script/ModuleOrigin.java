package dev.mortise.wasm.text.script;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the modules of a script come to be. */
interface ModuleOrigin {

    /** Compiled when their functions are called. */
    ModuleOrigin COMPILER = binary -> Module.parse("script.wasm", binary);

    /** Compiled ahead of time, fuel and all, and loaded from a jar. */
    ModuleOrigin JAR = binary -> {
        try {
            var jar = Files.createTempFile("mortise-script", ".jar");
            try {
                AheadOfTime.compile("script.wasm", binary).withFuel().toJar(jar);
                return AheadOfTime.read(jar);
            } finally {
                // What is open can still be read, and where it cannot be deleted it is one of many.
                deleteIfPossible(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    };

    /** With what is kept in a cache. */
    static ModuleOrigin cache(CodeCache cache) {
        return binary -> Module.parse("script.wasm", binary, cache);
    }

    private static void deleteIfPossible(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** The module in the binary format; it may be invalid. */
    Module load(byte[] binary);
}

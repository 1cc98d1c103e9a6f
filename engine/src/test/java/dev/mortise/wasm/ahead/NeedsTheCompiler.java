package dev.mortise.wasm.ahead;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What the engine cannot do without its compiler; each is tried, and why it failed is printed. */
public final class NeedsTheCompiler {

    private NeedsTheCompiler() {}

    /** The file of a module. */
    public static void main(String[] arguments) throws Exception {
        var file = Path.of(arguments[0]);
        var attempts = List.<Callable<?>>of(() -> Module.read(file), () -> cached(file),
                () -> AheadOfTime.compile(file));
        for (var attempt : attempts) {
            try {
                System.out.println(attempt.call());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static Module cached(Path file) throws IOException {
        var folder = Files.createTempDirectory("mortise-cache");
        try (var cache = CodeCache.open(folder)) {
            return Module.read(file, cache);
        } finally {
            Files.delete(folder);
        }
    }
}

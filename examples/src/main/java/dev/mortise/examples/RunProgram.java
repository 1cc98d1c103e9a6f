package dev.mortise.examples;

import dev.mortise.wasi.MemoryFileSystem;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.Module;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs built for WASI see the folders, streams, arguments and variables that they are given, and nothing else. */
public final class RunProgram {

    private RunProgram() {}

    static void main() throws Exception {
        var tour = Module.read(Path.of("guests/wasi/tour.wasm"));

        // A folder in memory needs no disk; the program takes it for any other.
        var memory = MemoryFileSystem.create();
        IO.println(run(tour, Wasi.builder().directory(memory, "/data").arguments("tour", "touch", "/data/note")));

        // A real folder, read-only: what the program writes there is refused.
        var folder = Files.createTempDirectory("example");
        var file = Files.writeString(folder.resolve("greeting"), "Hello from a file");
        try {
            IO.println(run(tour, Wasi.builder().readOnlyDirectory(folder, "/data").arguments("tour", "cat",
                    "/data/greeting")));
            IO.println(run(tour, Wasi.builder().readOnlyDirectory(folder, "/data").arguments("tour", "touch",
                    "/data/new")));

            // There is no way out of a folder.
            IO.println(run(tour, Wasi.builder().directory(folder, "/data").arguments("tour", "cat",
                    "/data/../../etc/passwd")));
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }

        // Variables are those that are given, not those of this process.
        IO.println(run(tour, Wasi.builder().environment("COLOUR", "green").arguments("tour", "environment")));
    }

    /** What it printed, and the code that it ended with. */
    private static String run(Module program, Wasi.Builder builder) {
        var output = new ByteArrayOutputStream();
        try (var wasi = builder.stdout(output).stderr(output).build()) {
            var code = wasi.run(program);
            return output.toString(StandardCharsets.UTF_8).strip() + " -> " + code;
        }
    }
}

package dev.mortise.benchmarks.programs;

import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the programs lie that {@code benchmarks/programs --fetch} has left, and what of ours belongs to them. */
final class ProgramFiles {

    private static final List<String> DRIVERS = List.of("canonical-abi", "graphviz", "js-abi-host", "prism", "quickjs",
            "ruby");

    private final Path sources;
    private final Path target;

    private ProgramFiles(Path sources, Path target) {
        this.sources = sources;
        this.target = target;
    }

    /**
     * The files below the folder {@code benchmarks}; translates the drivers.
     *
     * @throws IOException if they cannot be read or written
     */
    static ProgramFiles below(Path benchmarks) throws IOException {
        var files = new ProgramFiles(benchmarks.resolve("real"), benchmarks.resolve("target").resolve("programs"));
        Files.createDirectories(files.target.resolve("drivers"));
        for (var driver : DRIVERS) {
            Files.write(files.driver(driver),
                    Wat.toBinary(files.sources.resolve("drivers").resolve(driver + ".wat")));
        }
        if (files.has("graphviz")) {
            files.renameStart();
        }
        return files;
    }

    /** Where what was fetched lies, and what is made of it. */
    Path target() {
        return target;
    }

    boolean has(String module) {
        return Files.exists(target.resolve(module + ".wasm"));
    }

    Path program(String module) {
        return target.resolve(module.equals("graphviz") ? "graphviz-library.wasm" : module + ".wasm");
    }

    Path driver(String name) {
        return target.resolve("drivers").resolve(name + ".wasm");
    }

    Path host(String name) {
        return sources.resolve(name);
    }

    byte[] script(String name) {
        try {
            return Files.readAllBytes(sources.resolve("scripts").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Graphviz is a library that exports an empty {@code _start} as well: Wasmtime's command takes what does for a program,
     * and makes a new instance for each call. So the export gets another name.
     */
    private void renameStart() throws IOException {
        // Latin-1 has a character for each byte.
        var text = new String(Files.readAllBytes(target.resolve("graphviz.wasm")), StandardCharsets.ISO_8859_1);
        var renamed = text.replace("\u0006_start", "\u0006_begin");
        Files.write(program("graphviz"), renamed.getBytes(StandardCharsets.ISO_8859_1));
    }
}

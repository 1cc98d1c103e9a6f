package dev.mortise.benchmarks.programs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What there is on this machine to run programs with, as {@code benchmarks/programs} has left it. */
record Machine(ProgramFiles files, Path libraries) {

    Path wasmtime() {
        return files.target().resolve("wasmtime").resolve("wasmtime").toAbsolutePath();
    }

    Path wazero() {
        return files.target().resolve("wazero").toAbsolutePath();
    }

    boolean has(Peer.Tool tool) {
        return switch (tool) {
            case NONE, ENDIVE -> true;
            case WASMTIME -> Files.isExecutable(wasmtime());
            case WAZERO -> Files.isExecutable(wazero());
            case NODE -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        };
    }

    /** A name for what is made of a file: a library and its driver are called the same. */
    static String flatName(Path file) {
        int names = file.getNameCount();
        return file.subpath(Math.max(0, names - 2), names).toString().replaceAll("[^A-Za-z0-9.-]", "_")
                .replace(".wasm", "");
    }

    /** Removes what Mortise kept: what another build of the engine compiled is no use to this one. */
    void forgetMortise() throws IOException {
        for (var folder : List.of("mortise-cache", "mortise-aot", "mortise-jars")) {
            try (var files = Files.walk(folder(folder))) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A folder for what a peer keeps, closed to others. */
    Path folder(String name) throws IOException {
        var folder = files.target().resolve(name).toAbsolutePath();
        Files.createDirectories(folder);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (UnsupportedOperationException e) {
            // Not a file system with permissions.
        }
        return folder;
    }

    /** What an application has on its class path to run a program: jars, for the JDK's AOT cache takes nothing else. */
    List<String> mortiseJars() {
        return jars("mortise-engine", "mortise-wasi", "mortise-benchmarks");
    }

    List<String> endiveJars() {
        return jars("run.endive", "org.ow2.asm", "mortise-benchmarks");
    }

    private List<String> jars(String... wanted) {
        try (var ours = Files.list(libraries.resolveSibling(".").normalize()); var others = Files.list(libraries)) {
            return Stream.concat(ours, others).filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> Stream.of(wanted).anyMatch(name -> file.getFileName().toString().contains(name)))
                    .map(file -> file.toAbsolutePath().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

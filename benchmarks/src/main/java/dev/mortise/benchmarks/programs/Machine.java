package dev.mortise.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            case NODE -> Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        };
    }

    /** A folder for what a peer keeps, closed to others. */
    Path folder(String name) throws IOException {
        var folder = files.target().resolve(name).toAbsolutePath();
        Files.createDirectories(folder);
        try {
            Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
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
        try (var all = Stream.concat(Files.list(libraries), Files.list(libraries.resolveSibling(".").normalize()))) {
            return all.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> Stream.of(wanted).anyMatch(name -> file.getFileName().toString().contains(name)))
                    .map(file -> file.toAbsolutePath().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

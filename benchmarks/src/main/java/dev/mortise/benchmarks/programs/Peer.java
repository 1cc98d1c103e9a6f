package dev.mortise.benchmarks.programs;

import dev.mortise.wasm.AheadOfTime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who runs the programs. Each is a process that ends with the program's exit code. */
enum Peer {

    WASMTIME("wasmtime, cold", Tool.WASMTIME) {
        @Override
        Optional<Command> command(Work work, Machine machine) {
            return Optional.of(wasmtime(work.linked(machine.files()), machine, "-C", "cache=n"));
        }
    },
    WASMTIME_PRECOMPILED("wasmtime, precompiled", Tool.WASMTIME) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            var folder = machine.folder("wasmtime-precompiled");
            var linked = work.linked(machine.files());
            for (var file : linked.files()) {
                var compiled = precompiled(folder, file);
                if (!Files.exists(compiled)) {
                    new Command(List.of(machine.wasmtime().toString(), "compile", "-o", compiled.toString(),
                            file.toString())).run(new byte[0]);
                }
            }
            return Optional.of(wasmtime(linked.with(file -> precompiled(folder, file)), machine,
                    "--allow-precompiled"));
        }
    },
    WAZERO("wazero, cold", Tool.WAZERO) {
        @Override
        Optional<Command> command(Work work, Machine machine) {
            return Optional.of(new Command(List.of(machine.wazero().toString()), work.linked(machine.files())));
        }
    },
    WAZERO_CACHED("wazero, cached", Tool.WAZERO) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            return Optional.of(filled(work, machine, new Command(List.of(machine.wazero().toString(), "-cache",
                    machine.folder("wazero-cache").toString()), work.linked(machine.files()))));
        }
    },
    NODE("Node", Tool.NODE) {
        @Override
        Optional<Command> command(Work work, Machine machine) {
            return Optional
                    .of(new Command(List.of("node", "--no-warnings", machine.files().host("host.mjs").toString()),
                            work.linked(machine.files())));
        }
    },
    ENDIVE("Endive, cold", Tool.ENDIVE) {
        @Override
        Optional<Command> command(Work work, Machine machine) {
            return Optional.of(java(machine, EndiveHost.class, List.of(), work));
        }
    },
    ENDIVE_CACHED("Endive, cached", Tool.ENDIVE) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            return Optional.of(cached(work, machine, EndiveHost.class, "endive-cache"));
        }
    },
    MORTISE("Mortise, cold", Tool.NONE) {
        @Override
        Optional<Command> command(Work work, Machine machine) {
            return Optional.of(java(machine, MortiseHost.class, List.of(), work));
        }
    },
    MORTISE_CACHED("Mortise, cached", Tool.NONE) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            return Optional.of(cached(work, machine, MortiseHost.class, "mortise-cache"));
        }
    },
    MORTISE_AOT("Mortise, cached, with the JDK's AOT cache", Tool.NONE) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            var cache = machine.folder("mortise-cache").toString();
            var words = List.of(HostProcess.CACHE, cache);
            var aot = machine.folder("mortise-aot").resolve(work.module() + ".aot");
            return Optional.of(trained(work, machine, aot, machine.mortiseJars(), words, work.linked(machine.files())));
        }
    },
    MORTISE_JAR("Mortise, ahead-of-time jars, with the JDK's AOT cache", Tool.NONE) {
        @Override
        Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException {
            var folder = machine.folder("mortise-jars");
            var linked = work.linked(machine.files());
            var jars = new ArrayList<>(machine.mortiseJars());
            for (var file : linked.files()) {
                var jar = folder.resolve(Machine.flatName(file) + ".jar");
                if (!Files.exists(jar)) {
                    AheadOfTime.compile(file).accessor(MortiseHost.accessor(jar)).toJar(jar);
                }
                jars.add(jar.toString());
            }
            var aot = machine.folder("mortise-aot").resolve(work.module() + "-jar.aot");
            return Optional.of(trained(work, machine, aot, jars, List.of(),
                    linked.with(file -> folder.resolve(Machine.flatName(file) + ".jar"))));
        }
    };

    /** What a peer needs besides this JVM. */
    enum Tool {
        NONE, WASMTIME, WAZERO, NODE, ENDIVE
    }

    private final String title;
    private final Tool tool;

    Peer(String title, Tool tool) {
        this.title = title;
        this.tool = tool;
    }

    String title() {
        return title;
    }

    Tool tool() {
        return tool;
    }

    /**
     * What to run, after what is done once beforehand, such as filling a cache; nothing if the peer cannot do this work.
     *
     * @throws IOException if the preparation fails
     */
    abstract Optional<Command> command(Work work, Machine machine) throws IOException, InterruptedException;

    private static Path precompiled(Path folder, Path file) {
        return folder.resolve(Machine.flatName(file) + ".cwasm");
    }

    private static Command wasmtime(Linked linked, Machine machine, String... options) {
        var words = new ArrayList<>(List.of(machine.wasmtime().toString(), "run"));
        words.addAll(List.of(options));
        linked.guests().forEach((name, file) -> {
            words.add("--preload");
            words.add(name + "=" + file);
        });
        words.add(linked.program().toString());
        words.addAll(linked.arguments());
        return new Command(words);
    }

    /** A host of ours with a folder for compiled code, which is filled. */
    private static Command cached(Work work, Machine machine, Class<?> host, String folder)
            throws IOException, InterruptedException {
        var options = List.of(HostProcess.CACHE, machine.folder(folder).toString());
        return filled(work, machine, java(machine, host, options, work));
    }

    /** Runs a command once, so that it leaves what it keeps for the next time. */
    private static Command filled(Work work, Machine machine, Command command)
            throws IOException, InterruptedException {
        command.run(work.input(machine.files()));
        return command;
    }

    /** The JDK's AOT cache holds what the same class path has loaded for the same work. */
    private static Command trained(Work work, Machine machine, Path aot, List<String> jars, List<String> options,
            Linked linked) throws IOException, InterruptedException {
        if (!Files.exists(aot)) {
            filled(work, machine, java(List.of(), jars, MortiseHost.class, options, linked));
            java(List.of("-XX:AOTCacheOutput=" + aot, "-Xlog:disable"), jars, MortiseHost.class, options, linked)
                    .run(work.input(machine.files()));
        }
        // A cache that the JVM does not take would else go unnoticed.
        return java(List.of("-XX:AOTCache=" + aot, "-XX:AOTMode=on"), jars, MortiseHost.class, options, linked);
    }

    private static Command java(Machine machine, Class<?> host, List<String> options, Work work) {
        return java(List.of(), host == EndiveHost.class ? machine.endiveJars() : machine.mortiseJars(), host, options,
                work.linked(machine.files()));
    }

    private static Command java(List<String> flags, List<String> jars, Class<?> host, List<String> options,
            Linked linked) {
        var words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(flags);
        words.addAll(List.of("-cp", String.join(File.pathSeparator, jars), host.getName()));
        words.addAll(options);
        return new Command(words, linked);
    }
}

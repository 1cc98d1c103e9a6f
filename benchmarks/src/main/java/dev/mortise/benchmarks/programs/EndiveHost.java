package dev.mortise.benchmarks.programs;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Store;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;

/** Runs a program with Endive, compiled at run time: {@code [--cache FOLDER] [NAME=FILE]... PROGRAM [ARGUMENT]...}. */
final class EndiveHost {

    private EndiveHost() {}

    public static void main(String[] words) throws InterruptedException {
        HostProcess.run(EndiveHost::run, words);
    }

    private static int run(List<String> words) {
        return words.getFirst().equals(HostProcess.CACHE)
                ? run(Linked.parse(words.subList(2, words.size())), Optional.of(new Folder(Path.of(words.get(1)))))
                : run(Linked.parse(words), Optional.empty());
    }

    private static int run(Linked linked, Optional<Cache> cache) {
        var options = WasiOptions.builder().withArguments(linked.argumentsWithName())
                .withStdin(new FileInputStream(FileDescriptor.in), false)
                .withStdout(new FileOutputStream(FileDescriptor.out), false)
                .withStderr(new FileOutputStream(FileDescriptor.err), false).build();
        try (var wasi = WasiPreview1.builder().withOptions(options).build()) {
            var store = new Store().addFunction(wasi.toHostFunctions());
            linked.guests().forEach((name, file) -> {
                var instance = instantiate(store, name, file, cache);
                for (int i = 0; i < instance.module().exportSection().exportCount(); i++) {
                    if (instance.module().exportSection().getExport(i).name().equals("_initialize")) {
                        instance.export("_initialize").apply();
                    }
                }
            });
            instantiate(store, "program", linked.program(), cache).export("_start").apply();
            return 0;
        } catch (WasiExitException exit) {
            return exit.exitCode();
        }
    }

    private static Instance instantiate(Store store, String name, Path file, Optional<Cache> cache) {
        var module = Parser.parse(file);
        // Endive's compiler leaves what the JVM cannot hold in a method to its interpreter.
        var compiler = MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.SILENT);
        cache.ifPresent(compiler::withCache);
        var machine = compiler.compile();
        return store.instantiate(name, imports -> Instance.builder(module).withImportValues(imports)
                .withMemoryFactory(ByteArrayMemory::new).withMachineFactory(machine).withStart(false).build());
    }

    /** Compiled modules as files. */
    private record Folder(Path folder) implements Cache {

        @Override
        public byte @Nullable [] get(String key) throws IOException {
            var file = file(key);
            return Files.exists(file) ? Files.readAllBytes(file) : null;
        }

        @Override
        public void putIfAbsent(String key, byte[] compiled) throws IOException {
            Files.write(file(key), compiled);
        }

        private Path file(String key) {
            return folder.resolve(key.replaceAll("[^A-Za-z0-9-]", "_"));
        }
    }
}

package dev.mortise.benchmarks.programs;

import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a program with Mortise, as an application that carries it would: {@code [--cache FOLDER] [NAME=FILE]... PROGRAM
 * [ARGUMENT]...}. A file may be a jar that was compiled ahead of time and is on the class path. It ends with the program's exit code.
 */
final class MortiseHost {

    private static final String JAR = ".jar";

    private MortiseHost() {}

    public static void main(String[] words) throws InterruptedException {
        HostProcess.run(MortiseHost::run, words);
    }

    private static int run(List<String> words) {
        try {
            if (!words.getFirst().equals(HostProcess.CACHE)) {
                return run(Linked.parse(words), Optional.empty(), System.in, System.out);
            }
            try (var cache = CodeCache.open(Path.of(words.get(1)))) {
                return run(Linked.parse(words.subList(2, words.size())), Optional.of(cache), System.in, System.out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a program in this thread.
     *
     * @return its exit code
     * @throws IOException if a file cannot be read
     */
    static int run(Linked linked, Optional<CodeCache> cache, InputStream in, OutputStream out) throws IOException {
        try (var wasi = Wasi.builder().arguments(linked.argumentsWithName()).stdin(in).stdout(out)
                .stderr(System.err).build()) {
            var instances = new LinkedHashMap<String, Instance>();
            for (var guest : linked.guests().entrySet()) {
                var instance = instantiate(guest.getValue(), cache, wasi, instances);
                instance.findFunction("_initialize").ifPresent(Function::call);
                instances.put(guest.getKey(), instance);
            }
            return wasi.run(instantiate(linked.program(), cache, wasi, instances));
        } catch (ProcessExit exit) {
            return exit.code();
        }
    }

    private static Instance instantiate(Path file, Optional<CodeCache> cache, Wasi wasi,
            Map<String, Instance> instances) throws IOException {
        var imports = Imports.builder();
        wasi.addTo(imports);
        instances.forEach(imports::instance);
        return module(file, cache).instantiate(imports.build());
    }

    private static Module module(Path file, Optional<CodeCache> cache) throws IOException {
        if (file.toString().endsWith(JAR)) {
            try {
                return AheadOfTime.module(Class.forName(accessor(file)));
            } catch (ClassNotFoundException e) {
                throw new IOException(file + " is not on the class path", e);
            }
        }
        return cache.isPresent() ? Module.read(file, cache.get()) : Module.read(file);
    }

    /** The class that a jar gives its module by. */
    static String accessor(Path jar) {
        return "programs." + jar.getFileName().toString().replace(JAR, "").replaceAll("[^A-Za-z0-9]", "_");
    }
}

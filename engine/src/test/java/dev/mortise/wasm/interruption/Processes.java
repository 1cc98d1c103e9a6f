package dev.mortise.wasm.interruption;

import dev.mortise.wasm.Module;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** JVMs of the tests' own. */
public final class Processes {

    private Processes() {}

    /** Runs a main class with options of the JVM; answers what it printed. */
    public static List<String> run(Class<?> main, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().filter(line -> !line.startsWith("Picked up ")).collect(Collectors.toList());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Of the tests, where the engine may be on the module path. */
    private static String classPath() {
        var paths = new ArrayList<String>();
        for (var type : List.of(Processes.class, Module.class)) {
            paths.add(Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                    .toString());
        }
        paths.add(Path.of(System.getProperty("mortise.root", ".."), "engine", "target", "test-classes").toString());
        return String.join(File.pathSeparator, paths);
    }
}

package dev.mortise.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that are measured, or measure themselves, as a process of their own. */
final class Processes {

    private Processes() {}

    /**
     * What a program prints; its errors go where ours go.
     *
     * @throws IOException if it fails, naming the command; what it printed goes where its errors go
     */
    static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            System.err.print(output);
            throw new IOException("exit code " + code + " from " + String.join(" ", command));
        }
        return output;
    }

    /** Runs a class of this module in a new JVM with the flags of this one's children: none. */
    static String java(String classPath, Class<?> main, String... arguments) throws IOException, InterruptedException {
        return java(List.of(), classPath, main, arguments);
    }

    /** Runs a class of this module in a new JVM that does not start without these flags. */
    static String java(List<String> flags, String classPath, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return output(command.toArray(String[]::new));
    }
}

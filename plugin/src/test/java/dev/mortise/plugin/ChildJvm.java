package dev.mortise.plugin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs the main method of a class of these tests. */
final class ChildJvm {

    private ChildJvm() {}

    /**
     * Runs it to its end, for which it has a few minutes.
     *
     * @param main the class
     * @param options of the JVM
     * @return the lines that it printed, errors among them
     */
    static List<String> run(Class<?> main, List<String> options, String... args)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(args));
        // Into a file, as reading from a process that hangs does not end either.
        var output = Files.createTempFile("mortise-child", ".txt");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("the program ends").isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }

    private static String classPath() {
        var self = String.valueOf(ChildJvm.class.getResource("ChildJvm.class"));
        var folder = self.substring(0, self.indexOf(ChildJvm.class.getName().replace('.', '/')));
        return Path.of(URI.create(folder)) + File.pathSeparator + ModuleLayer.boot().configuration().modules().stream()
                .flatMap(module -> module.reference().location().stream())
                .filter(location -> location.getScheme().equals("file"))
                .map(location -> Path.of(location).toString())
                .collect(joining(File.pathSeparator));
    }
}

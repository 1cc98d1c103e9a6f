package dev.mortise.wasm.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Interruption where the JVM runs another collector, or has one processor: some of them bring JIT compilers that leave
 * no safepoint poll in a counted loop.
 */
@Execution(ExecutionMode.SAME_THREAD)
class CollectorsTest {

    @ParameterizedTest
    @CsvSource({"UseSerialGC, 1", "UseParallelGC, 1", "UseParallelGC, 2", "UseG1GC, 1", "UseG1GC, 2", "UseZGC, 1",
        "UseShenandoahGC, 1"})
    void stopsEveryShapeOfLoop(String collector, int processors) throws Exception {
        var lines = run("-XX:+" + collector, "-XX:ActiveProcessorCount=" + processors, "-Xmx256m");
        assumeTrue(lines.stream().noneMatch(line -> line.contains("Error: VM option")
                || line.contains("Option -XX:+" + collector + " not supported")
                || line.contains("Unrecognized VM option")), collector + " is not in this JVM");
        System.out.println(collector + " with " + processors + " processors: " + lines);
        assertThat(lines).hasSize(2 * LongRunning.NAMES.size())
                .allSatisfy(line -> assertThat(line).contains(InterruptedProcess.STOPPED));
    }

    private static List<String> run(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath());
        command.add(InterruptedProcess.class.getName());
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
        for (var type : List.of(InterruptedProcess.class, dev.mortise.wasm.Module.class)) {
            paths.add(Path.of(java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                    .toString());
        }
        paths.add(Path.of(System.getProperty("mortise.root", ".."), "engine", "target", "test-classes").toString());
        return String.join(java.io.File.pathSeparator, paths);
    }
}

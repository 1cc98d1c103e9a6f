package dev.mortise.wasm.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        var lines = Processes.run(InterruptedProcess.class, "-XX:+" + collector,
                "-XX:ActiveProcessorCount=" + processors, "-Xmx256m");
        assumeTrue(lines.stream().noneMatch(line -> line.contains("Error: VM option")
                || line.contains("Option -XX:+" + collector + " not supported")
                || line.contains("Unrecognized VM option")), collector + " is not in this JVM");
        System.out.println(collector + " with " + processors + " processors: " + lines);
        assertThat(lines).hasSize(2 * LongRunning.NAMES.size())
                .allSatisfy(line -> assertThat(line).contains(InterruptedProcess.STOPPED));
    }
}

package dev.mortise.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A recorded trace of a million requests, which is not part of the project: it is looked for in {@code ../shared/traces}
 * beside the checkout, or where {@code -Dmortise.traces=DIR} says.
 */
class RealTraceTest {

    private static final Path FOLDER = Path.of(System.getProperty("mortise.traces",
            Path.of(System.getProperty("mortise.root", "..")).toAbsolutePath().resolve("../shared/traces").toString()));

    @Test
    void runsEndToEndWithAllWaysAgreeing() throws IOException, InterruptedException {
        var file = FOLDER.resolve("trace.dat.gz");
        assumeTrue(Files.exists(file), "no trace in " + FOLDER + ": set -Dmortise.traces=DIR");
        var trace = Trace.read(file, new TraceFormat.IdAndSize());
        var sweep = Sweep.over(trace);
        for (var policy : BuiltInPolicy.values()) {
            sweep.way(Way.InJava.of(policy));
            for (var language : PolicyLanguage.values()) {
                var plugin = PluginPolicy.builtIn(policy, language);
                plugin.abis().forEach(abi -> sweep.way(new Way.InPlugin(policy.label(), plugin, abi)));
            }
        }

        // The largest object has 2,891,887 bytes, so that it bypasses all but the last.
        for (var size = 256L << 10; size <= 4L << 20; size *= 2) {
            sweep.cacheBytes(size);
        }
        var result = sweep.build().run();

        assertThat(trace.requests()).isEqualTo(1_000_000);
        assertThat(trace.objects()).isEqualTo(5_550);
        assertThat(trace.objectBytes()).isEqualTo(73_838_374);
        assertThat(trace.skipped().count()).isZero();
        assertThat(result.failed()).isEmpty();
        assertThat(result.disagreements()).isEmpty();
        assertThat(result.measured()).hasSize(5 * 10 * 5).allSatisfy(run -> assertThat(
                run.outcomes().orElseThrow().bypasses()).matches(
                        bypasses -> bypasses > 0 == run.cacheBytes() < 4 << 20, "bypasses"));
    }
}

package dev.mortise.benchmarks;

import dev.mortise.simulator.BuiltInPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The cache policies in Rust as a native program, where the script finds cargo.
 *
 * @param crate the folder of their source
 */
record NativePolicies(Path crate) {

    private static final int WARM_UP_RUNS = 5;
    private static final int MEASURED_RUNS = 21;
    private static final String PACKAGE = "policies-native";

    private static Path target() {
        return Path.of("benchmarks", "target", PACKAGE);
    }

    /**
     * Builds the program unless that is done already.
     *
     * @throws IOException if cargo fails; it says why on standard error
     */
    void build() throws IOException, InterruptedException {
        Processes.output("cargo", "build", "--quiet", "--release", "--manifest-path",
                crate.resolve("Cargo.toml").toString(), "--package", PACKAGE, "--target-dir", target().toString());
    }

    /** Plays a trace as {@link PolicyRun} does. */
    PolicyRun.Outcome run(BuiltInPolicy policy, Path trace) throws IOException, InterruptedException {
        var runs = Processes.output(target().resolve("release").resolve(PACKAGE).toString(), policy.label(),
                Long.toString(PolicyRun.CACHE_BYTES), trace.toString(), Integer.toString(WARM_UP_RUNS + MEASURED_RUNS))
                .lines().map(line -> List.of(line.split(" ", -1))).toList();
        var last = runs.getLast();
        double seconds = runs.subList(WARM_UP_RUNS, runs.size()).stream()
                .mapToDouble(run -> Double.parseDouble(run.get(2))).min().orElseThrow();
        return new PolicyRun.Outcome(Long.parseLong(last.get(1)), seconds * 1e9 / Long.parseLong(last.get(0)));
    }
}

package dev.mortise.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Extism's own host, by way of a small program, where the script finds cargo.
 *
 * @param crate the folder of its source
 */
record NativeExtism(Path crate) {

    private Path target() {
        return crate.resolveSibling("target").resolve("extism-native");
    }

    /**
     * Builds the program unless that is done already.
     *
     * @throws IOException if cargo fails; it says why on standard error
     */
    void build() throws IOException, InterruptedException {
        System.err.println("building native Extism, all of Wasmtime with it: some minutes, the first time");
        Processes.output("nice", "cargo", "build", "--quiet", "--release", "--manifest-path",
                crate.resolve("Cargo.toml").toString(), "--target-dir", target().toString());
    }

    /**
     * Mean nanoseconds of a call.
     *
     * @param limitMillis how long a call may take; 0 for ever
     */
    double call(PluginTask task, Budget budget, long limitMillis) throws IOException, InterruptedException {
        return run("call", task, budget.inAll().toMillis(), budget.inAll().toMillis(), limitMillis).getFirst();
    }

    /** Mean nanoseconds from the compiled plug-in until a first call has returned. */
    double instantiate(PluginTask task, Budget budget) throws IOException, InterruptedException {
        return run("instantiate", task, budget.inAll().toMillis(), budget.inAll().toMillis()).getFirst();
    }

    /** What a pool of two does. */
    Scaling pool(PluginTask task, Budget budget) throws IOException, InterruptedException {
        var figures = run("pool", task, budget.inAll().toMillis(), budget.slice().toMillis(), budget.slices());
        return new Scaling(figures.get(0), figures.get(1), figures.get(2));
    }

    private List<Double> run(String what, PluginTask task, long... numbers) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(target().resolve("release/extism-native").toString(), what,
                task.file().toString(), task.function(),
                task.text()));
        for (var number : numbers) {
            command.add(Long.toString(number));
        }
        return Processes.output(command.toArray(String[]::new)).lines().map(Double::valueOf).toList();
    }
}

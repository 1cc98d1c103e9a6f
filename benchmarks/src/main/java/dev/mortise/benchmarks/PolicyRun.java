package dev.mortise.benchmarks;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceFormat;
import dev.mortise.simulator.Way;
import dev.mortise.simulator.Zipf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;

/**
 * Plays a trace through one cache policy under one ABI, again and again, and prints the hits and the nanoseconds a
 * request: those of the fastest run after the warm-up, which nothing else on the machine has disturbed. A process of its own for each, as the loop over the requests would
 * otherwise be compiled for all of them together.
 */
final class PolicyRun {

    static final long CACHE_BYTES = 4 << 20;

    /** As popular objects are in the trace of a web cache: 9 requests in 10 find what they ask for in 4 MiB. */
    private static final Zipf REQUESTS = new Zipf(1_000_000, 5_000, 1.3, 1);

    /** HotSpot's last compiler takes a method after 600 calls; a run makes 16 of them. */
    private static final int WARM_UP_RUNS = 40;
    private static final int MEASURED_RUNS = 21;

    private PolicyRun() {}

    /**
     * What a process has found.
     *
     * @param hits of each run
     * @param nanos a request
     */
    record Outcome(long hits, double nanos) {

        static Outcome parse(String text) {
            var parts = text.strip().split(" ", -1);
            return new Outcome(Long.parseLong(parts[0]), Double.parseDouble(parts[1]));
        }

        @Override
        public String toString() {
            return hits + " " + nanos;
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println(run(way(BuiltInPolicy.valueOf(arguments[0]), PolicyAbi.valueOf(arguments[1])),
                read(Path.of(arguments[2])), WARM_UP_RUNS, MEASURED_RUNS));
    }

    static Outcome run(Way way, Trace trace, int warmUpRuns, int measuredRuns) throws InterruptedException {
        var result = Sweep.over(trace).way(way).cacheBytes(CACHE_BYTES).threads(1)
                .repetitions(warmUpRuns + measuredRuns).build().run().results().getFirst();
        return switch (result) {
            case Failed failed -> throw new IllegalStateException(failed.reason());
            case Measured measured -> new Outcome(measured.hits(),
                    (double) Collections.min(measured.nanos().subList(warmUpRuns, warmUpRuns + measuredRuns))
                            / trace.requests());
        };
    }

    /** The policy in Java, or as a plug-in in Rust, which is the source that the native program is made of. */
    static Way way(BuiltInPolicy policy, PolicyAbi abi) {
        return abi == PolicyAbi.JAVA
                ? Way.InJava.of(policy)
                : new Way.InPlugin(policy.label(), PluginPolicy.builtIn(policy, PolicyLanguage.RUST), abi);
    }

    static Trace read(Path trace) throws IOException {
        return Trace.readStrictly(trace, new TraceFormat.IdAndSize());
    }

    /** Writes the trace that is played when the user has given none. */
    static void writeUsualTrace(Path file) throws IOException {
        var trace = REQUESTS.generate();
        var lines = new ArrayList<String>();
        for (int request = 0; request < trace.requests(); request++) {
            lines.add(trace.id(request) + " " + trace.sizeOf(trace.id(request)));
        }
        Files.write(file, lines);
    }
}

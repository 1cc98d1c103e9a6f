package dev.mortise.cli;

import dev.mortise.cli.internal.simulation.ResultCsv;
import dev.mortise.cli.internal.simulation.ResultJson;
import dev.mortise.cli.internal.simulation.ResultTable;
import dev.mortise.simulator.CacheSize;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.SweepResult;
import dev.mortise.simulator.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise simulate}: runs cache policies over a trace. */
final class SimulateCommand implements Subcommand {

    private static final String DEFAULT_SIZES = "4,8,16,32,64,128,256,512,1024,2048,4096,8192";
    /** The trace that is made up fits into the last of these. */
    private static final String SIZES_WITHOUT_TRACE = "4,8,16,32,64,128,256";
    private static final int USUAL_REPETITIONS = 3;
    private static final int MOST_REPETITIONS = 1000;
    private static final int MOST_THREADS = 1024;
    private static final int USUAL_TIMEOUT = 600;
    private static final int MOST_SECONDS = 1_000_000;

    /** How results are printed. */
    enum Format {
        table, csv, json
    }

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("simulate");
        TraceOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--sizes").paramLabel("LIST").type(String.class)
                .description("Cache sizes in MiB, or with a unit (256K, 2G), with commas between; "
                        + DEFAULT_SIZES + " by default; without a trace, up to 256.")
                .build());
        PolicyOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--format").type(Format.class).paramLabel("FORMAT")
                .description("Print a table (the default), csv or json.").build());
        spec.addOption(OptionSpec.builder("-o", "--output").paramLabel("DIR or FILE").type(java.io.File.class)
                .description("The folder for results.csv, results.json and the charts, hit-ratio.png and "
                        + "seconds.png; or one file by its ending, .csv or .json. With a table, "
                        + SimulationOutput.USUAL_FOLDER + " by default.")
                .build());
        spec.addOption(OptionSpec.builder("--threads").paramLabel("N").type(long.class)
                .converters(new WholeNumber(1, MOST_THREADS))
                .description("How many runs go on at once; as many as there are processors by default.").build());
        spec.addOption(OptionSpec.builder("--repeat").paramLabel("N").type(long.class)
                .converters(new WholeNumber(1, MOST_REPETITIONS))
                .description("How often each run is done, after half a second to warm up; the median time counts. "
                        + USUAL_REPETITIONS + " by default; with 1 there is no warm-up.")
                .build());
        spec.addOption(OptionSpec.builder("--timeout").paramLabel("SECONDS").type(long.class)
                .converters(new WholeNumber(1, MOST_SECONDS))
                .description("How long a plug-in may take for one run; " + USUAL_TIMEOUT + " by default.").build());
        spec.usageMessage()
                .description("Runs cache policies over a trace of requests, in Java and as plug-ins, and tells how "
                        + "many requests each would have answered from a cache of each size, and how long it took.",
                        "All ways of running a policy must count the same; if they do not, this fails.")
                .footer("", "Policies:", "  fifo           evicts what came first, after it has inserted",
                        "  lru            evicts what was not asked for the longest",
                        "  lfu            evicts what was asked for the fewest times since it came in",
                        "  gds            Greedy-Dual-Size: evicts the least L + 1/size, which is set",
                        "                 when an object comes in and at each hit; L is that of the",
                        "                 object evicted last",
                        "  gds-published  as published code had it: L stays 0 and a hit changes nothing,",
                        "                 so that it evicts the largest object", "",
                        "An object larger than the cache bypasses it: that request is no hit and nothing",
                        "is evicted for it. An object keeps the size that it was first asked for with.",
                        "The table has hits by requests (ratio), bytes of hits by bytes of all requests",
                        "(byte hits) and the requests that were bypasses; the last two only of policies",
                        "whose send returns 0 for a miss, 1 for a hit and 2 for a bypass.", "",
                        "Examples:", "  mortise simulate",
                        "  mortise simulate --trace requests.txt.gz --sizes 4,64,1024",
                        "  mortise simulate --trace log.csv --id-column url --size-column bytes --format csv",
                        "  mortise simulate --policies lru,mine.wasm --abi java,direct -o results");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws IOException {
        var sizes = sizes(arguments.matchedOptionValue("--sizes",
                arguments.hasMatchedOption("--trace") ? DEFAULT_SIZES : SIZES_WITHOUT_TRACE));
        var ways = PolicyOptions.ways(arguments, streams);
        var output = SimulationOutput.of(arguments);
        output.check();
        var trace = TraceOptions.read(arguments);
        warnOfSkipped(trace, streams);
        long repetitions = arguments.matchedOptionValue("--repeat", (long) USUAL_REPETITIONS);
        var sweep = Sweep.over(trace)
                .threads((int) (long) arguments.matchedOptionValue("--threads",
                        (long) Runtime.getRuntime().availableProcessors()))
                .repetitions((int) repetitions).warmUp(repetitions > 1)
                .longestRun(Duration.ofSeconds(arguments.matchedOptionValue("--timeout", (long) USUAL_TIMEOUT)));
        sizes.forEach(sweep::cacheBytes);
        ways.forEach(sweep::way);
        var result = run(sweep, trace.requests(), streams);
        streams.write(switch (arguments.matchedOptionValue("--format", Format.table)) {
            case table -> ResultTable.of(result);
            case csv -> ResultCsv.of(result);
            case json -> ResultJson.of(result);
        });
        output.write(result, streams);
        return exitCode(result);
    }

    private static List<Long> sizes(String list) {
        var sizes = new ArrayList<Long>();
        for (var each : list.split(",", -1)) {
            var bytes = CacheSize.parse(each).orElseThrow(() -> new CommandFailure(ExitCode.USAGE,
                    "--sizes takes numbers of MiB such as 4 or 0.25, or sizes such as 256K or 2G, with commas between, "
                            + "not '" + each + "'"));
            if (!sizes.contains(bytes)) {
                sizes.add(bytes);
            }
        }
        return sizes;
    }

    private static SweepResult run(Sweep.Builder sweep, long requestsOfRun, Streams streams) {
        @Nullable
        WorkProgress progress = streams.errIsTerminal()
                ? WorkProgress.on(streams.err(), TerminalWidth.columns(), "simulating", "runs", requestsOfRun)
                : null;
        try {
            return (progress == null ? sweep : sweep.listener(progress::progress)).build().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.PLUGIN_FAILED, "interrupted", e);
        } finally {
            if (progress != null) {
                progress.close();
            }
        }
    }

    private static void warnOfSkipped(Trace trace, Streams streams) {
        var skipped = trace.skipped();
        if (skipped.count() > 0) {
            streams.err().println("mortise: %s: %s%s:".formatted(trace.name(),
                    skipped.count() == 1 ? "1 line is no request and was skipped"
                            : "%,d lines are no requests and were skipped".formatted(skipped.count()),
                    skipped.count() > skipped.first().size() ? ", the first of them" : ""));
            skipped.first().forEach(line -> streams.err().println("    " + OneLine.of(line.toString())));
        }
    }

    private static int exitCode(SweepResult result) {
        var failed = result.failed();
        var disagreements = result.disagreements();
        if (!disagreements.isEmpty()) {
            throw new CommandFailure(ExitCode.PLUGIN_FAILED, "two ways of running a policy disagree: %s%s".formatted(
                    disagreements.getFirst(), more(disagreements.size())));
        }
        if (!failed.isEmpty()) {
            throw new CommandFailure(ExitCode.PLUGIN_FAILED,
                    "a policy failed: %s%s".formatted(failed.getFirst(), more(failed.size())));
        }
        return ExitCode.OK;
    }

    private static String more(int count) {
        return count == 1 ? "" : " (and %,d more of this kind)".formatted(count - 1);
    }
}

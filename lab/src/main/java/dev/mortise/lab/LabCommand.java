package dev.mortise.lab;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Plan;
import dev.mortise.lab.peer.Contenders;
import dev.mortise.lab.peer.Places;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.ResultFile;
import dev.mortise.lab.run.BarProgress;
import dev.mortise.lab.run.LineProgress;
import dev.mortise.lab.run.Progress;
import dev.mortise.lab.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mortise lab}: measures. */
@Command(name = "mortise lab", mixinStandardHelpOptions = true, description = {
    "Repeats published experiments with every WebAssembly runtime on this machine, and reports.", "",
    "  extism     throughput of plug-in calls", "  ffi        a whole program in place of a foreign function",
    "  scripting  many small calls, and lists of any length", "  simulator  cache policies as plug-ins",
    "  all        all of them, which is what it does without a name"}, sortOptions = false,
        footer = {"",
            "Without --thorough the figures are rough: to see what is what, not to quote."})
final class LabCommand implements Callable<Integer> {

    private static final String ALL = "all";
    private static final String OUTPUT = "--output";
    private static final String RESULTS = "lab-results.jsonl";
    private static final int INTERRUPTED = 130;

    private final String[] arguments;

    @Parameters(paramLabel = "EXPERIMENT", arity = "0..*", description = "extism, ffi, scripting, simulator or all")
    private List<String> experiments = new ArrayList<>();

    @Option(names = "--thorough", description = "Take up to an hour, for figures to quote.")
    private boolean isThorough;

    @Option(names = "--peers", split = ",", paramLabel = "LIST", description = {
        "Who takes part: ids with commas between, as 'mortise lab peers' lists them;",
        "jvm stands for all that run in a JVM, endive and chicory for both their ways. Without it: all that are found."})
    private List<String> peers = new ArrayList<>();

    @Option(names = "--minutes", paramLabel = "N", description = {
        "Begin nothing new after so many minutes; the first round, which has every row, is finished in any case."})
    private @Nullable Integer minutes;

    @Option(names = OUTPUT, paramLabel = "FILE", description = {
        "Where the results go, a line of JSON at the end of the file, such as results.jsonl; the report lies beside it.",
        "Without it: lab/target/" + RESULTS + " in the checkout."})
    private @Nullable Path output;

    /** A command to be run with these arguments, which results tell. */
    LabCommand(String... arguments) {
        this.arguments = arguments.clone();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var names = names();
        var budget = budget();
        var places = Places.ofProcess();
        var file = new ResultFile(output == null ? places.target().resolve(RESULTS) : output);
        if (peers.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "--peers needs ids with commas between, such as mortise,java; 'mortise lab peers' lists them");
        }
        // Not after minutes of measuring.
        Reports.check(file.path(), OUTPUT + " " + file.path());
        file.prepare();
        var farewell = new Farewell();
        try {
            var code = measure(places, budget, names, file, farewell);
            farewell.close();
            return code;
        } catch (CancellationException e) {
            // By a signal, of which the farewell tells.
            return INTERRUPTED;
        } catch (IOException | InterruptedException | RuntimeException e) {
            farewell.close();
            throw e;
        }
    }

    private int measure(Places places, Budget budget, List<String> names, ResultFile file, Farewell farewell)
            throws IOException, InterruptedException {
        Reports.note("looking for runtimes");
        var contenders = new Contenders(places, Reports::note).find(peers);
        contenders.stream().filter(each -> !each.takesPart())
                .forEach(each -> System.err.printf("mortise lab: without %s: %s%n", each.title(), each.leftOut()));
        var rows = Plan.of(names, budget);
        int able = 0;
        for (var each : contenders) {
            if (rows.stream().anyMatch(row -> row.isFor(each, budget.isThorough()))) {
                able++;
            } else if (each.takesPart() && !peers.isEmpty()) {
                Reports.note("%s cannot do %s; it can do %s".formatted(each.title(), String.join(", ", names),
                        String.join(", ", Plan.experimentsFor(each, budget))));
            }
        }
        if (able == 0) {
            throw new IllegalStateException("nobody is left to take part");
        }
        var session = new Session(places, budget, rows, contenders);
        Reports.note("%d contender%s, about %s; Ctrl-C ends it and keeps what was measured".formatted(able,
                able == 1 ? "" : "s", Progress.left(session.estimated())));
        farewell.with(session);
        return measure(session, places, file);
    }

    private Budget budget() {
        var usual = isThorough ? Budget.THOROUGH : Budget.FAST;
        if (minutes == null) {
            return usual;
        }
        if (minutes < 1) {
            throw new IllegalArgumentException("--minutes needs a number from 1 on, not %d".formatted(minutes));
        }
        return usual.within(Duration.ofMinutes(minutes));
    }

    private List<String> names() {
        if (experiments.isEmpty() || experiments.contains(ALL)) {
            return Plan.EXPERIMENTS;
        }
        for (var each : experiments) {
            if (!Plan.EXPERIMENTS.contains(each)) {
                throw new IllegalArgumentException("there is no experiment '%s'; there are %s and all".formatted(each,
                        String.join(", ", Plan.EXPERIMENTS)));
            }
        }
        return experiments;
    }

    private int measure(Session session, Places places, ResultFile file) throws IOException, InterruptedException {
        LabRun run;
        try (var progress = progress()) {
            run = session.run(progress, command(), Versions.ofMortise(places));
        }
        if (run.measurements().isEmpty()) {
            Reports.note(Farewell.NOTHING);
            return INTERRUPTED;
        }
        file.append(run);
        Reports.tell(run, file.path());
        Reports.write(run, file.path());
        return run.interrupted() ? INTERRUPTED : 0;
    }

    /** What was typed, but for the file, which is of this machine alone. */
    private String command() {
        var words = new ArrayList<>(List.of("mortise", "lab"));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(OUTPUT)) {
                i++;
            } else if (!arguments[i].startsWith(OUTPUT + "=")) {
                words.add(quoted(arguments[i]));
            }
        }
        return String.join(" ", words);
    }

    /** As a shell takes it for one word. */
    static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'%s'".formatted(word.replace("'", "'\\''"));
    }

    private static Progress progress() {
        return Terminal.isThere() ? new BarProgress(System.err, Terminal.columns()) : new LineProgress(System.err);
    }
}

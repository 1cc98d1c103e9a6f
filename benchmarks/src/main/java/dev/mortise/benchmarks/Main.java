package dev.mortise.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Measures every contender in turn, a fresh JVM each time, round after round, so that what disturbs the machine
 * disturbs all of them. Progress goes to standard error, the table to standard output, the figures to
 * {@code benchmarks/target/results.json}. {@code benchmarks/run} starts it.
 */
final class Main {

    private static final String USAGE = """
            usage: benchmarks/run [--quick] [--rounds N] [--minutes N] [--trace FILE] [FILTER]...
              --quick      one short round: to see that everything works, not for figures to quote
              --rounds N   how often each contender gets a fresh JVM (3)
              --minutes N  how long the soak lasts (5)
              --trace FILE what the simulator plays, an id and a size a line, plain or gzip; a million requests are made
                           up without it, the same each time
              FILTER       only lines whose name contains it, as in "kernel" or "plug-in echo"; "unloading" and "soak"
                           are names, too
            """;

    private static final Path USUAL_TRACE = Path.of("benchmarks", "target", "trace.txt");

    private static final String UNLOADING = "unloading";
    private static final String SOAK = "soak";

    private final Budget budget;
    private final List<String> filters;
    private final Natives natives;
    private final Optional<Path> trace;
    private final Results results = new Results();

    private Main(Budget budget, List<String> filters, Natives natives, Optional<Path> trace) {
        this.budget = budget;
        this.filters = filters;
        this.natives = natives;
        this.trace = trace;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var budget = Budget.FULL;
        var filters = new ArrayList<String>();
        var natives = Natives.NONE;
        Optional<Path> trace = Optional.empty();
        var soakMinutes = OptionalDouble.empty();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> budget = Budget.QUICK;
                case "--rounds" -> budget = budget.withRounds(rounds(arguments, ++i));
                case "--minutes" -> soakMinutes = OptionalDouble.of(minutes(arguments, ++i));
                case "--trace" -> trace = Optional.of(file(arguments, ++i));
                case "--native" -> natives = natives.withKernels(new NativeKernels(Path.of(arguments[++i])));
                case "--native-extism" ->
                        natives = natives.withExtism(Optional.of(new NativeExtism(Path.of(arguments[++i]))));
                case "--native-policies" ->
                        natives = natives.withPolicies(Optional.of(new NativePolicies(Path.of(arguments[++i]))));
                default -> {
                    if (arguments[i].startsWith("-")) {
                        usage("unknown option " + arguments[i]);
                    }
                    filters.add(arguments[i].toLowerCase(Locale.ROOT));
                }
            }
        }
        if (soakMinutes.isPresent()) {
            budget = budget.withSoakMinutes(soakMinutes.getAsDouble());
        }
        new Main(budget, filters, natives, trace).run();
    }

    private static double minutes(String[] arguments, int index) {
        if (index == arguments.length || !arguments[index].matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
            usage("--minutes needs a number");
        }
        return Double.parseDouble(arguments[index]);
    }

    private static Path file(String[] arguments, int index) {
        if (index == arguments.length || !Files.isReadable(Path.of(arguments[index]))) {
            usage("--trace needs a file that can be read");
        }
        return Path.of(arguments[index]);
    }

    private static int rounds(String[] arguments, int index) {
        if (index == arguments.length || !arguments[index].matches("[1-9][0-9]{0,3}")) {
            usage("--rounds needs a number from 1");
        }
        return Integer.parseInt(arguments[index]);
    }

    private static void usage(String problem) {
        System.err.print("benchmarks: " + problem + "\n" + USAGE);
        System.exit(2);
    }

    private void run() throws IOException, InterruptedException {
        var forks = new Forks(budget);
        var rows = rows(forks, natives);
        if (rows.isEmpty() && !wanted(UNLOADING) && !wanted(SOAK)) {
            usage("no line of the table contains " + filters);
        }
        rows = rows(forks, built(rows));
        for (int round = 0; round < budget.rounds(); round++) {
            for (var row : rows) {
                for (int repeat = 0; repeat < row.repeats(); repeat++) {
                    measure(row, round + repeat, "round %d of %d".formatted(round + 1, budget.rounds()));
                }
            }
        }
        if (wanted(UNLOADING)) {
            for (var what : Unloading.What.values()) {
                unload(forks, what);
            }
        }
        var soak = wanted(SOAK) ? soak(forks) : "";
        var environment = environment();
        Files.writeString(Path.of("benchmarks", "target", "results.json"), Json.of(rows, results, environment));
        environment.forEach((name, value) -> System.out.println(name + ": " + value + "  "));
        System.out.println();
        System.out.print(new Report(rows, results).text());
        System.out.print(soak.isEmpty() ? "" : "\n" + soak);
        if (!results.failures().isEmpty()) {
            System.exit(1);
        }
    }

    private List<Row> rows(Forks forks, Natives programs) {
        return new Suite(forks, budget, trace.orElse(USUAL_TRACE), programs).rows().stream()
                .filter(row -> wanted(row.name())).toList();
    }

    /** What the wanted lines need; without what does not build. */
    private Natives built(List<Row> rows) throws IOException, InterruptedException {
        var built = natives;
        if (natives.extism().isPresent()
                && rows.stream().anyMatch(row -> row.jobs().containsKey(Contender.EXTISM))
                && !isBuilt(Contender.EXTISM.title(), natives.extism().get()::build)) {
            built = built.withExtism(Optional.empty());
        }
        if (rows.stream().anyMatch(row -> row.name().startsWith(Suite.SIMULATOR))) {
            if (trace.isEmpty()) {
                PolicyRun.writeUsualTrace(USUAL_TRACE);
            }
            if (natives.policies().isPresent()
                    && !isBuilt("cache policies in native code", natives.policies().get()::build)) {
                built = built.withPolicies(Optional.empty());
            }
        }
        return built;
    }

    /** Builds a program. */
    @FunctionalInterface
    private interface Build {
        void run() throws IOException, InterruptedException;
    }

    private boolean isBuilt(String what, Build build) throws InterruptedException {
        try {
            build.run();
            return true;
        } catch (IOException e) {
            results.fail(what + ": " + e.getMessage());
            return false;
        }
    }

    private boolean wanted(String name) {
        return filters.isEmpty() || filters.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains);
    }

    /** Everybody begins once in a while: who follows whom is chance, too. */
    private void measure(Row row, int rotation, String progress) throws InterruptedException {
        var contenders = new ArrayList<>(row.contenders());
        Collections.rotate(contenders, rotation);
        for (var contender : contenders) {
            var job = row.jobs().get(contender);
            if (job == null) {
                continue;
            }
            var label = row.name() + ", " + contender.title();
            try {
                double value = job.measure();
                results.add(row, contender, value);
                System.err.printf(Locale.ROOT, "%s: %s: %.3f %s%n", progress, label, value, row.unit());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                results.fail(label + ": " + e.getMessage());
                System.err.println(progress + ": " + label + ": failed: " + e);
            }
        }
    }

    private void unload(Forks forks, Unloading.What what) throws InterruptedException {
        try {
            var residues = forks.unloading(what);
            results.add(what, residues);
            System.err.println(UNLOADING + ": " + what.title() + ": " + residues);
        } catch (IOException e) {
            results.fail(UNLOADING + ", " + what.title() + ": " + e.getMessage());
        }
    }

    private String soak(Forks forks) throws InterruptedException {
        try {
            return forks.soak();
        } catch (IOException e) {
            results.fail(SOAK + ": " + e.getMessage());
            return "";
        }
    }

    private Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        environment.put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("machine", "%s %s, %d processors".formatted(System.getProperty("os.name"),
                System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors()));
        environment.put("effort", "%d rounds, in each JVM %d warm-up and %d measured iterations of %d ms".formatted(
                budget.rounds(), budget.iterations(), budget.iterations(), budget.iteration().toMillis()));
        environment.put("native code", natives.kernels().isPresent()
                ? "rustc -O -C no-vectorize-loops -C no-vectorize-slp"
                : "not measured: no rustc on the PATH");
        environment.put("native Extism", natives.extism().isPresent()
                ? "the crate extism 1.30.0 on wasmtime 43.0.2, cargo build --release, without WASI"
                : "not measured: no cargo on the PATH");
        environment.put("simulator",
                "%s, 4 MiB, wall time of a process's fastest run".formatted(trace.map(Path::toString)
                        .orElse("1,000,000 requests made up (Zipf)")));
        return environment;
    }
}

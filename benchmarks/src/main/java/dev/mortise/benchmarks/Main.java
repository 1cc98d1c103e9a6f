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
            usage: benchmarks/run [--quick] [--rounds N] [--minutes N] [FILTER]...
              --quick      one short round: to see that everything works, not for figures to quote
              --rounds N   how often each contender gets a fresh JVM (3)
              --minutes N  how long the soak lasts (5)
              FILTER       only lines whose name contains it, as in "kernel" or "plug-in echo"; "unloading" and "soak"
                           are names, too
            """;

    private static final String UNLOADING = "unloading";
    private static final String SOAK = "soak";

    private final Budget budget;
    private final List<String> filters;
    private final Optional<NativeKernels> nativeKernels;
    private final Optional<NativeExtism> nativeExtism;
    private final Results results = new Results();

    private Main(Budget budget, List<String> filters, Optional<NativeKernels> nativeKernels,
            Optional<NativeExtism> nativeExtism) {
        this.budget = budget;
        this.filters = filters;
        this.nativeKernels = nativeKernels;
        this.nativeExtism = nativeExtism;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var budget = Budget.FULL;
        var filters = new ArrayList<String>();
        Optional<NativeKernels> nativeKernels = Optional.empty();
        Optional<NativeExtism> nativeExtism = Optional.empty();
        var soakMinutes = OptionalDouble.empty();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> budget = Budget.QUICK;
                case "--rounds" -> budget = budget.withRounds(rounds(arguments, ++i));
                case "--minutes" -> soakMinutes = OptionalDouble.of(minutes(arguments, ++i));
                case "--native-extism" -> nativeExtism = Optional.of(new NativeExtism(Path.of(arguments[++i])));
                case "--native" -> nativeKernels = Optional.of(new NativeKernels(Path.of(arguments[++i])));
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
        new Main(budget, filters, nativeKernels, nativeExtism).run();
    }

    private static double minutes(String[] arguments, int index) {
        if (index == arguments.length || !arguments[index].matches("[0-9]{1,4}(\\.[0-9]{1,3})?")) {
            usage("--minutes needs a number");
        }
        return Double.parseDouble(arguments[index]);
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
        var rows = rows(forks, nativeExtism);
        if (rows.isEmpty() && !wanted(UNLOADING) && !wanted(SOAK)) {
            usage("no line of the table contains " + filters);
        }
        if (rows.stream().anyMatch(row -> row.jobs().containsKey(Contender.EXTISM)) && !isBuilt(nativeExtism)) {
            rows = rows(forks, Optional.empty());
        }
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

    private List<Row> rows(Forks forks, Optional<NativeExtism> extism) {
        return new Suite(forks, budget, nativeKernels, extism).rows().stream().filter(row -> wanted(row.name()))
                .toList();
    }

    private boolean isBuilt(Optional<NativeExtism> extism) throws InterruptedException {
        try {
            if (extism.isPresent()) {
                extism.get().build();
            }
            return true;
        } catch (IOException e) {
            results.fail(Contender.EXTISM.title() + ": " + e.getMessage());
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
        environment.put("native code", nativeKernels.isPresent()
                ? "rustc -O -C no-vectorize-loops -C no-vectorize-slp"
                : "not measured: no rustc on the PATH");
        environment.put("native Extism", nativeExtism.isPresent()
                ? "the crate extism 1.30.0 on wasmtime 43.0.2, cargo build --release, without WASI"
                : "not measured: no cargo on the PATH");
        return environment;
    }
}

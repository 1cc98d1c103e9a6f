package dev.mortise.benchmarks;

import dev.mortise.benchmarks.Row.Job;
import dev.mortise.benchmarks.Row.Target;
import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All lines of the table, in order, with their targets. */
final class Suite {

    /** The most that the kernels may take in the geometric mean, as a multiple of native code. */
    static final double KERNELS_MEAN = 1.4;

    /** How the names of the lines begin that the mean is made of: the kernels that the target was set for. */
    static final String KERNELS = "kernel ";

    /** How the names of the lines begin that play a trace. */
    static final String SIMULATOR = "simulator ";

    /** The least throughput through WASI is 60 % of Java's. */
    private static final double FILE_TIME = 1 / 0.6;

    /** Two threads are to bring 95 % of what they bring a loop in Java. */
    private static final double SWEEP_TIME = 1 / 0.95;

    private static final double MEBI = 1 << 20;

    /** Longer than any call takes: what is measured is the watch, not the end. */
    private static final long LIMIT_MILLIS = 10_000;

    private final Forks forks;
    private final Budget budget;
    private final Path trace;
    private final Optional<NativeKernels> nativeKernels;
    private final Optional<NativeExtism> nativeExtism;
    private final Optional<NativePolicies> nativePolicies;
    private final Map<BuiltInPolicy, Long> hits = new EnumMap<>(BuiltInPolicy.class);

    Suite(Forks forks, Budget budget, Path trace, Natives natives) {
        this.forks = forks;
        this.budget = budget;
        this.trace = trace;
        this.nativeKernels = natives.kernels();
        this.nativeExtism = natives.extism();
        this.nativePolicies = natives.policies();
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.add(row("call Java to guest, (i32, i32)", "ns", Target.baseline(1.5).andPeer(2.5),
                jmh(ScalarCall.class, Map.of(), Contender.JAVA, Contender.ENDIVE, Contender.CHICORY)));
        rows.add(row("call guest to Java, 4 signatures", "ns", Target.peer(3).andAbsolute(1.5),
                jmh(ImportCall.class, Map.of(), Contender.JAVA, Contender.ENDIVE, Contender.CHICORY)));
        for (var way : Multiplication.Way.values()) {
            rows.add(boundCall(way));
        }
        rows.add(row("bound call guest to Java, 4 signatures", "ns", Target.absolute(1.5),
                jmh(BoundImportCall.class, Map.of(), Contender.JAVA)));
        rows.addAll(scripting());
        for (var policy : BuiltInPolicy.values()) {
            rows.add(simulator(policy, PolicyAbi.DIRECT, Target.javaAndNative(1.3, 2)));
            rows.add(simulator(policy, PolicyAbi.STRUCT, Target.javaAndNative(1.8, 2.5)));
            rows.add(simulator(policy, PolicyAbi.BINCODE, Target.javaAndNative(3, 4)));
        }
        rows.add(sweep());
        rows.addAll(spark());
        rows.addAll(plugin("consume", 5));
        rows.addAll(plugin("echo", 4));
        rows.addAll(plugin("reflect", 2.5));
        rows.addAll(smallCalls());
        rows.add(instantiation(Instantiation.MemoryFrom.FRESH, 200));
        rows.add(instantiation(Instantiation.MemoryFrom.RECYCLED, 50));
        rows.addAll(pool());
        for (var kernel : Kernel.values()) {
            rows.add(kernel(kernel));
        }
        for (var direction : FileTransfer.Direction.values()) {
            rows.add(row("WASI " + direction.name().toLowerCase(Locale.ROOT) + " 100 MiB", "ms",
                    Target.baseline(FILE_TIME),
                    jmh(FileTransfer.class, Map.of("direction", direction.name()), Contender.JAVA)));
        }
        var loads = new EnumMap<Contender, Job>(Contender.class);
        for (var contender : List.of(Contender.MORTISE, Contender.ENDIVE, Contender.CHICORY)) {
            loads.put(contender, () -> forks.load(contender));
        }
        rows.add(new Row("load 1.7 MB and parse a query, cold", "ms", false, loads, budget.loadsARound(),
                Optional.of(Target.peer(2))));
        return rows;
    }

    private Row boundCall(Multiplication.Way way) {
        var target = switch (way) {
            case DIRECT -> Target.baseline(1.5).andAbsolute(2);
            case STRUCT_STATIC -> Target.absolute(5);
            case STRUCT_DYNAMIC, BINCODE_STATIC -> Target.absolute(15);
            case BINCODE_DYNAMIC -> Target.absolute(30);
        };
        return row("bound call, " + way, "ns", target,
                jmh(BoundCall.class, Map.of("way", way.name()), Contender.JAVA));
    }

    /** The tests as they were published, and the same loop in Java; none has a target. */
    private List<Row> scripting() {
        var rows = new ArrayList<Row>();
        for (var compiles : List.of("false", "true")) {
            for (var test : ScriptingTest.values()) {
                var isJava = test == ScriptingTest.JAVA;
                if (isJava && compiles.equals("true")) {
                    continue;
                }
                var contender = isJava ? Contender.JAVA : Contender.MORTISE;
                var parameters = Map.of("test", test.name(), "compiles", compiles);
                rows.add(new Row("scripting %s%s".formatted(test.title(), compiles.equals("true")
                        ? ", with compiling"
                        : ""), "ms", false, Map.of(contender,
                                () -> forks.benchmark(ScriptingRun.class, contender,
                                        parameters)),
                        1, Optional.empty()));
            }
        }
        return rows;
    }

    private Row simulator(BuiltInPolicy policy, PolicyAbi abi, Target target) {
        var jobs = new EnumMap<Contender, Job>(Contender.class);
        jobs.put(Contender.MORTISE, () -> nanos(policy, forks.policy(policy, abi, trace)));
        jobs.put(Contender.JAVA, () -> nanos(policy, forks.policy(policy, PolicyAbi.JAVA, trace)));
        nativePolicies
                .ifPresent(program -> jobs.put(Contender.NATIVE, () -> nanos(policy, program.run(policy, trace))));
        return row(SIMULATOR + "%s, %s, a request".formatted(policy.label(), abi.label()), "ns", target, jobs);
    }

    /** Nobody may be faster for counting something else. */
    private double nanos(BuiltInPolicy policy, PolicyRun.Outcome outcome) {
        long first = hits.computeIfAbsent(policy, key -> outcome.hits());
        if (first != outcome.hits()) {
            throw new IllegalStateException("%d hits, while whoever was first counted %d".formatted(outcome.hits(),
                    first));
        }
        return outcome.nanos();
    }

    private Row sweep() {
        var process = new SharedResult<>(() -> forks.sweep(trace));
        return new Row(SIMULATOR + "sweep of 60 runs, 2 threads to 1", "times", true,
                jobsOf("ratio", process, Scaling::ratio), 1, Optional.of(Target.baseline(SWEEP_TIME)));
    }

    private List<Row> spark() {
        var process = new SharedResult<>(forks::spark);
        return List.of(row("Spark UDF over 10 M rows, wall time", "ms", Target.baseline(1.3),
                jobsOf("wall", process, UdfTimes::wall)),
                row("Spark UDF over 10 M rows, CPU time of its tasks", "ms", Target.baseline(1.3),
                        jobsOf("cpu", process, UdfTimes::cpu)));
    }

    /** A figure of two contenders that one process measures. */
    private static <T> Map<Contender, Job> jobsOf(String user, SharedResult<Map<Contender, T>> process,
            ToDoubleFunction<T> figure) {
        var jobs = new EnumMap<Contender, Job>(Contender.class);
        for (var contender : List.of(Contender.MORTISE, Contender.JAVA)) {
            jobs.put(contender, () -> figure.applyAsDouble(
                    SharedResult.of(contender, process.take(user + contender))));
        }
        return jobs;
    }

    private List<Row> plugin(String function, double target) {
        var rows = new ArrayList<Row>();
        for (int size : new int[]{64 << 10, 640 << 10, 6_400 << 10}) {
            var jobs = jmh(PluginCall.class, Map.of("function", function, "size", Integer.toString(size)),
                    Contender.SDK);
            jobs.replaceAll((contender, job) -> () -> size / MEBI / (job.measure() / 1e9));
            var label = size < MEBI ? size / 1024 + " KiB" : String.format(Locale.ROOT, "%.2f MiB", size / MEBI);
            rows.add(new Row("plug-in " + function + ", " + label, "MiB/s", true, jobs, 1,
                    Optional.of(Target.peer(target))));
        }
        return rows;
    }

    private List<Row> smallCalls() {
        return List.of(
                smallCall("empty function", PluginTask.EMPTY, 0, Optional.of(Target.absolute(70))),
                smallCall("count_vowels of 13 bytes", PluginTask.COUNT_VOWELS, 0, Optional.of(Target.absolute(600))),
                smallCall("empty function, time limit", PluginTask.EMPTY, LIMIT_MILLIS, Optional.empty()),
                smallCall("count_vowels of 13 bytes, time limit", PluginTask.COUNT_VOWELS, LIMIT_MILLIS,
                        Optional.empty()));
    }

    /** chicory-sdk has no time limit. */
    private Row smallCall(String what, PluginTask task, long limitMillis, Optional<Target> target) {
        var parameters = Map.of("task", task.name(), "limit", Long.toString(limitMillis));
        var jobs = limitMillis == 0
                ? jmh(SmallCall.class, parameters, Contender.SDK)
                : jmh(SmallCall.class, parameters);
        nativeExtism.ifPresent(program -> jobs.put(Contender.EXTISM, () -> program.call(task, budget, limitMillis)));
        return new Row("plug-in call, " + what, "ns", false, jobs, 1, target);
    }

    /** The peers have one way only, which is beside the fresh memory. */
    private Row instantiation(Instantiation.MemoryFrom memory, double target) {
        var isFresh = memory == Instantiation.MemoryFrom.FRESH;
        var parameters = Map.of("memory", memory.name());
        var jobs = isFresh
                ? jmh(Instantiation.class, parameters, Contender.SDK)
                : jmh(Instantiation.class, parameters);
        if (isFresh) {
            nativeExtism.ifPresent(program -> jobs.put(Contender.EXTISM,
                    () -> program.instantiate(PluginTask.EMPTY_RUST, budget) / 1e3));
        }
        return row("instantiate and call, 17 pages, " + memory.name().toLowerCase(Locale.ROOT) + " memory", "us",
                Target.absolute(target), jobs);
    }

    private List<Row> pool() {
        var ours = new SharedResult<>(forks::pool);
        var theirs = nativeExtism
                .map(program -> new SharedResult<>(() -> program.pool(PluginTask.COUNT_VOWELS, budget)));
        return PoolFigure.ALL.stream().map(figure -> {
            var name = "pool count_vowels, " + figure.what;
            var jobs = jobsOf(name, ours, figure.of);
            theirs.ifPresent(result -> jobs.put(Contender.EXTISM, () -> figure.of.applyAsDouble(result.take(name))));
            return new Row(name, figure.unit, true, jobs, 1, figure.target);
        }).toList();
    }

    /** A line of what a process found out about pools. */
    private record PoolFigure(String what, String unit, ToDoubleFunction<Scaling> of, Optional<Target> target) {

        private static final List<PoolFigure> ALL = List.of(
                new PoolFigure("1 thread", "calls/ms", scaling -> scaling.one() / 1e3, Optional.empty()),
                new PoolFigure("2 threads", "calls/ms", scaling -> scaling.two() / 1e3, Optional.empty()),
                new PoolFigure("2 threads to 1", "times", Scaling::ratio, Optional.of(Target.absolute(1.9))));
    }

    private Row kernel(Kernel kernel) {
        var jobs = jmh(KernelRun.class, Map.of("kernel", kernel.name()), Contender.ENDIVE, Contender.CHICORY);
        nativeKernels.ifPresent(program -> jobs.put(Contender.NATIVE, () -> program.measure(kernel)));
        return switch (kernel) {
            case INTERPRET -> row("call_indirect interpreter", "ms", Target.baseline(3), jobs);
            case INTERPRET_SWITCH -> new Row("br_table interpreter", "ms", false, jobs, 1, Optional.empty());
            case OPCODES -> row("250 operations' interpreter", "ms", Target.baseline(2), jobs);
            case MATRIX_ROWS, SHA256 -> new Row("more: kernel " + kernel.exportName(), "ms", false, jobs, 1,
                    Optional.empty());
            default -> row(KERNELS + kernel.exportName(), "ms", Target.baseline(2), jobs);
        };
    }

    private static Row row(String name, String unit, Target target, Map<Contender, Job> jobs) {
        return new Row(name, unit, false, jobs, 1, Optional.of(target));
    }

    private Map<Contender, Job> jmh(Class<?> benchmarks, Map<String, String> parameters, Contender... others) {
        var jobs = new EnumMap<Contender, Job>(Contender.class);
        jobs.put(Contender.MORTISE, () -> forks.benchmark(benchmarks, Contender.MORTISE, parameters));
        for (var contender : others) {
            jobs.put(contender, () -> forks.benchmark(benchmarks, contender, parameters));
        }
        return jobs;
    }
}

package dev.mortise.benchmarks;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Starts JVMs that measure, without any flags. */
final class Forks {

    private static final String CLASS_PATH = "java.class.path";
    private static final String CHICORY = "com.dylibso.chicory.";

    /** What JMH and its JVMs have to say, the last one alone. */
    private static final String LOG = Path.of("benchmarks", "target", "jmh.log").toString();

    private final Budget budget;
    private final String classPath;

    Forks(Budget budget) {
        this.budget = budget;
        this.classPath = System.getProperty(CLASS_PATH);
    }

    /** One JMH benchmark in one new JVM; the score, in the unit of the benchmark. */
    double benchmark(Class<?> benchmarks, Contender contender, Map<String, String> parameters) throws RunnerException {
        var name = benchmarks.getName() + "." + contender.methodName();
        var time = TimeValue.milliseconds(budget.iteration().toMillis());
        var options = new OptionsBuilder().include("^" + Pattern.quote(name) + "$").forks(1).jvmArgs()
                .warmupIterations(budget.iterations()).warmupTime(time)
                .measurementIterations(budget.iterations()).measurementTime(time)
                .verbosity(VerboseMode.SILENT).output(LOG).shouldFailOnError(true);
        parameters.forEach(options::param);
        // JMH gives its JVMs the class path that this property names, and has no other way to set it.
        System.setProperty(CLASS_PATH, classPathOf(contender));
        try {
            return new Runner(options.build()).runSingle().getPrimaryResult().getScore();
        } finally {
            System.setProperty(CLASS_PATH, classPath);
        }
    }

    /** One load of a module in a new JVM, in milliseconds. */
    double load(Contender contender) throws IOException, InterruptedException {
        var output = Processes.java(classPath, ModuleLoad.class, contender.name());
        return ModuleLoad.Outcome.parse(output).nanos() / 1e6;
    }

    /** What a pool of Mortise does for one thread and for two, and a loop in Java beside it, in a new JVM. */
    Map<Contender, Scaling> pool() throws IOException, InterruptedException {
        return Scaling.parseAll(Processes.java(classPath, PoolScaling.class, Long.toString(budget.inAll().toMillis()),
                Long.toString(budget.slice().toMillis()), Integer.toString(budget.slices())));
    }

    /** A trace through one cache policy, in a new JVM. */
    PolicyRun.Outcome policy(BuiltInPolicy policy, PolicyAbi abi, Path trace) throws IOException, InterruptedException {
        return PolicyRun.Outcome.parse(
                Processes.java(classPath, PolicyRun.class, policy.name(), abi.name(), trace.toString()));
    }

    /** A sweep on one thread and on two, and a loop in Java beside it, in a new JVM. */
    Map<Contender, Scaling> sweep(Path trace) throws IOException, InterruptedException {
        return Scaling.parseAll(Processes.java(classPath, SweepScaling.class, trace.toString(),
                Integer.toString(budget.slices())));
    }

    /** Functions in Spark SQL, in a new JVM with the flags that Spark's own launcher gives. */
    Map<Contender, UdfTimes> spark() throws Exception {
        var spark = Files.readString(Path.of("benchmarks", "target", "spark.classpath")).strip();
        return UdfTimes
                .parseAll(Processes.java(sparkFlags(spark), classPath + File.pathSeparator + spark, SparkUdf.class,
                        Integer.toString(budget.slices())));
    }

    private static List<String> sparkFlags(String sparkClassPath) throws Exception {
        var jars = new ArrayList<URL>();
        for (var jar : sparkClassPath.split(Pattern.quote(File.pathSeparator), -1)) {
            jars.add(Path.of(jar).toUri().toURL());
        }
        try (var loader = new URLClassLoader(jars.toArray(URL[]::new))) {
            return List.of((String[]) loader.loadClass("org.apache.spark.launcher.JavaModuleOptions")
                    .getMethod("defaultModuleOptionArray").invoke(null));
        }
    }

    /** Calls that go on for a long time, in a new JVM; the lines of a table. */
    String soak() throws IOException, InterruptedException {
        return Processes.java(classPath, Soak.class, "--minutes", Double.toString(budget.soakMinutes()));
    }

    /** What a thousand rounds leave behind, in a new JVM. */
    List<Unloading.Residue> unloading(Unloading.What what) throws IOException, InterruptedException {
        return Processes.java(classPath, Unloading.class, what.name()).lines().map(Unloading.Residue::parse).toList();
    }

    /** chicory-sdk runs on the Chicory that it was released with, everything else on the newest one. */
    private String classPathOf(Contender contender) {
        if (contender != Contender.SDK) {
            return classPath;
        }
        var entries = new ArrayList<String>();
        var replaced = new ArrayList<Path>();
        for (var entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            var path = Path.of(entry);
            if (path.getFileName().toString().startsWith(CHICORY)) {
                replaced.add(path);
            } else {
                entries.add(entry);
            }
        }
        if (replaced.isEmpty()) {
            throw new IllegalStateException("no " + CHICORY + "*.jar on the class path: start with benchmarks/run");
        }
        var folder = replaced.getFirst().resolveSibling("../lib-chicory-sdk").normalize();
        try (var jars = Files.list(folder)) {
            jars.sorted(Comparator.naturalOrder()).map(Path::toString).forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(File.pathSeparator, entries);
    }
}

package dev.mortise.spark;

import dev.mortise.spark.internal.DirectFunction;
import dev.mortise.spark.internal.DirectType;
import dev.mortise.spark.internal.LoadedModules;
import dev.mortise.spark.internal.PluginFunction;
import dev.mortise.spark.internal.RowFunction;
import dev.mortise.spark.internal.ShippedModule;
import dev.mortise.spark.internal.Udf;
import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A WebAssembly function for Spark SQL.
 *
 * {@snippet :
 * MortiseUdf.direct(Path.of("multiply.wasm"), "multiply").register(spark, "multiply");
 * spark.sql("select multiply(x, y) from pairs");
 *
 * MortiseUdf.plugin(Path.of("count_vowels.wasm"), "count_vowels").register(spark, "count_vowels");
 * spark.sql("select count_vowels(line) from lines");
 * }
 *
 * <p>
 * The module's bytes travel to each executor once, where the first task loads it; its compiled code stays for the tasks
 * and queries that follow. Each task has an instance of its own, made at its first row and closed with the task, so that
 * what a guest keeps in its memory goes from row to row of a task and no further. A task that is killed ends the call
 * that runs.
 *
 * <p>
 * A null among the arguments makes the result null, without a call. A call that fails ends the task with a
 * {@link UdfException} that names the row.
 *
 * <p>
 * Spark takes functions for deterministic unless told otherwise, and calls them as often as it likes, also on the driver.
 * Say {@link #nondeterministic()} of one whose result depends on earlier calls.
 *
 * <p>
 * Immutable and safe for use by many threads. Nothing of it is needed after it was registered.
 */
public final class MortiseUdf {

    private static final PluginSetup NOTHING = builder -> {
    };

    private final String name;
    private final byte[] bytes;
    private final String hash;
    private final String export;
    private final Kind kind;
    private final int maxPages;
    private final boolean isDeterministic;
    private final PluginSetup setup;

    /** What kind of function it is, with what is known only of that. */
    private sealed interface Kind {

        record Direct(DirectType type) implements Kind {
        }

        record Extism(boolean isBinary) implements Kind {
        }
    }

    private MortiseUdf(String name, byte[] bytes, String hash, String export, Kind kind, int maxPages,
            boolean isDeterministic, PluginSetup setup) {
        this.name = name;
        this.bytes = bytes;
        this.hash = hash;
        this.export = export;
        this.kind = kind;
        this.maxPages = maxPages;
        this.isDeterministic = isDeterministic;
        this.setup = setup;
    }

    /**
     * An export that takes up to 10 numbers and returns one: {@code i32} is {@code int} in SQL, {@code i64}
     * {@code bigint}, {@code f32} {@code float}, {@code f64} {@code double}. As arguments all numbers do that keep their
     * value, and booleans as 0 and 1.
     *
     * @param file a module in the binary format that imports nothing
     * @throws IOException if the file cannot be read
     * @throws dev.mortise.wasm.InvalidModuleException if it is no valid module
     * @throws IllegalArgumentException if there is no such export, or it is of another kind
     */
    public static MortiseUdf direct(Path file, String export) throws IOException {
        return direct(fileName(file), Files.readAllBytes(file), export);
    }

    /**
     * Like {@link #direct(Path, String)}.
     *
     * @param module not to be changed afterwards
     */
    public static MortiseUdf direct(byte[] module, String export) {
        return direct("module.wasm", module, export);
    }

    /**
     * A function of an Extism plug-in that takes a string or binary and returns a string.
     *
     * @param file a module in the binary format
     * @param function its exported name
     * @throws IOException if the file cannot be read
     * @throws dev.mortise.wasm.InvalidModuleException if it is no valid module
     */
    public static MortiseUdf plugin(Path file, String function) throws IOException {
        return plugin(fileName(file), Files.readAllBytes(file), function);
    }

    /**
     * Like {@link #plugin(Path, String)}.
     *
     * @param module not to be changed afterwards
     */
    public static MortiseUdf plugin(byte[] module, String function) {
        return plugin("plugin.wasm", module, function);
    }

    private static MortiseUdf direct(String name, byte[] bytes, String export) {
        var hash = LoadedModules.hash(bytes);
        var kind = new Kind.Direct(directType(LoadedModules.get(hash, name, () -> bytes), name, export));
        return new MortiseUdf(name, bytes, hash, export, kind, Memory.MAX_PAGES, true, NOTHING);
    }

    private static MortiseUdf plugin(String name, byte[] bytes, String function) {
        var hash = LoadedModules.hash(bytes);
        LoadedModules.get(hash, name, () -> bytes);
        return new MortiseUdf(name, bytes, hash, function, new Kind.Extism(false), 0, true, NOTHING);
    }

    private static DirectType directType(Module module, String name, String export) {
        if (!module.imports().isEmpty()) {
            var first = module.imports().getFirst();
            throw new IllegalArgumentException(
                    "%s imports \"%s\" \"%s\", but a direct function gets nothing: is it an Extism plug-in?"
                            .formatted(name, first.module(), first.name()));
        }
        var functions = module.exports().stream().filter(each -> each.type() instanceof FunctionType).toList();
        var found = functions.stream().filter(each -> each.name().equals(export)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s exports no function \"%s\"; there are %s"
                        .formatted(name, export, functions.stream().map(ExportType::name).toList())));
        return DirectType.of((FunctionType) found.type())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s of %s is %s, but SQL calls functions of up to %d numbers with one number as result"
                                .formatted(export, name, found.type(), RowFunction.MOST_PARAMETERS)));
    }

    private static String fileName(Path file) {
        var last = file.getFileName();
        return last == null ? file.toString() : last.toString();
    }

    /** A plug-in's function with a binary result instead of a string. */
    public MortiseUdf returningBinary() {
        checkPlugin("returningBinary");
        return new MortiseUdf(name, bytes, hash, export, new Kind.Extism(true), maxPages, isDeterministic, setup);
    }

    /**
     * A plug-in that gets this from its host, instead of nothing. Limits belong in here, too:
     * {@code setup(builder -> builder.timeout(Duration.ofSeconds(1)).maxPages(64))}.
     */
    public MortiseUdf setup(PluginSetup setup) {
        checkPlugin("setup");
        return new MortiseUdf(name, bytes, hash, export, kind, maxPages, isDeterministic, setup);
    }

    /**
     * The most memory of an instance for a direct function.
     *
     * @param pages of 64 KiB; just under 2 GiB unless set
     */
    public MortiseUdf maxPages(int pages) {
        if (!(kind instanceof Kind.Direct)) {
            throw new IllegalStateException("a plug-in has its limits from its builder: setup(b -> b.maxPages(...))");
        }
        if (pages < 0) {
            throw new IllegalArgumentException("maxPages must be 0 or more, not " + pages);
        }
        return new MortiseUdf(name, bytes, hash, export, kind, pages, isDeterministic, setup);
    }

    /** A function that Spark calls once a row and place in the query, neither twice nor ahead of time. */
    public MortiseUdf nondeterministic() {
        return new MortiseUdf(name, bytes, hash, export, kind, maxPages, false, setup);
    }

    private void checkPlugin(String method) {
        if (!(kind instanceof Kind.Extism)) {
            throw new IllegalStateException(method + "() is for plug-ins, and " + export + " is a direct function");
        }
    }

    /**
     * The function for the API of data frames: {@code frame.select(udf.apply(col("x"), col("y")))}.
     *
     * @param spark sends the module to its executors when they first ask for it
     * @throws dev.mortise.wasm.LinkException if a plug-in imports what it does not get
     * @throws IllegalArgumentException if a plug-in has no such function
     */
    public UserDefinedFunction in(SparkSession spark) {
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (kind instanceof Kind.Extism) {
            checkLinks();
        }
        var shipped = new ShippedModule(name, hash, context.broadcast(bytes));
        var udf = new Udf(switch (kind) {
            case Kind.Direct direct -> new DirectFunction(shipped, export, direct.type(), maxPages);
            case Kind.Extism extism -> new PluginFunction(shipped, export, setup, extism.isBinary());
        }).wrap(sqlResult());
        return isDeterministic ? udf : udf.asNondeterministic();
    }

    /**
     * Gives the function a name in SQL, for this session; an older one of the name is replaced.
     * {@code drop temporary function} takes it back.
     *
     * @return the function for the API of data frames
     * @throws dev.mortise.wasm.LinkException if a plug-in imports what it does not get
     * @throws IllegalArgumentException if a plug-in has no such function
     */
    public UserDefinedFunction register(SparkSession spark, String nameInSql) {
        return spark.udf().register(nameInSql, in(spark));
    }

    private void checkLinks() {
        var compiled = PluginFunction.link(LoadedModules.get(hash, name, () -> bytes), setup);
        if (!compiled.functionExists(export)) {
            throw new IllegalArgumentException(
                    "%s has no function \"%s\" that a host of plug-ins can call; it exports %s"
                            .formatted(name, export, compiled.module().exports().stream()
                                    .filter(each -> each.type() instanceof FunctionType).map(ExportType::name)
                                    .toList()));
        }
    }

    private DataType sqlResult() {
        return switch (kind) {
            case Kind.Direct direct -> direct.type().sqlResult();
            case Kind.Extism extism -> extism.isBinary() ? DataTypes.BinaryType : DataTypes.StringType;
        };
    }
}

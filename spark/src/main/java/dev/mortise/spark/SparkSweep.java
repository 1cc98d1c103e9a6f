package dev.mortise.spark;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyException;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.RunResult.Outcomes;
import dev.mortise.simulator.SweepResult;
import dev.mortise.simulator.Trace;
import dev.mortise.spark.internal.LoadedModules;
import dev.mortise.spark.internal.ShippedModule;
import dev.mortise.spark.internal.ShippedTrace;
import dev.mortise.spark.internal.ShippedWay;
import dev.mortise.spark.internal.SweepCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Runs policies over a trace, like {@link dev.mortise.simulator.Sweep}, but on a cluster: each way of running a policy at
 * each cache size is a task of its own, and counts the same as there. The trace travels to each executor once, as do the
 * modules.
 *
 * {@snippet :
 * var trace = SparkTrace.read(spark, "hdfs:///traces/web.txt.gz", new TraceFormat.IdAndSize());
 * var result = SparkSweep.over(spark, trace)
 *         .inJava(BuiltInPolicy.LRU)
 *         .inPlugin("lru", Path.of("lru.wasm"), PolicyAbi.DIRECT)
 *         .cacheBytes(4 << 20).cacheBytes(8 << 20)
 *         .run();
 * SparkSweep.rows(spark, result).show();
 * }
 *
 * <p>
 * Not safe for use by several threads. May be run more than once.
 */
public final class SparkSweep {

    private static final StructType SCHEMA = new StructType()
            .add("policy", DataTypes.StringType, false)
            .add("implementation", DataTypes.StringType, false)
            .add("abi", DataTypes.StringType, false)
            .add("cache_bytes", DataTypes.LongType, false)
            .add("requests", DataTypes.LongType)
            .add("hits", DataTypes.LongType)
            .add("hit_ratio", DataTypes.DoubleType)
            .add("bypasses", DataTypes.LongType)
            .add("hit_bytes", DataTypes.LongType)
            .add("byte_hit_ratio", DataTypes.DoubleType)
            .add("seconds", DataTypes.DoubleType)
            .add("ratio_to_java", DataTypes.DoubleType)
            .add("failure", DataTypes.StringType);

    private final JavaSparkContext context;
    private final Trace trace;
    private final List<ShippedWay> ways = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private int repetitions = 1;
    private Duration longestRun = Duration.ofMinutes(10);

    private SparkSweep(JavaSparkContext context, Trace trace) {
        this.context = context;
        this.trace = trace;
    }

    /** A sweep over this trace, with each run once and for ten minutes at most. */
    public static SparkSweep over(SparkSession spark, Trace trace) {
        return new SparkSweep(JavaSparkContext.fromSparkContext(spark.sparkContext()), trace);
    }

    /** Adds a policy in Java, unless it was added before. */
    public SparkSweep inJava(BuiltInPolicy policy) {
        var way = new ShippedWay.InJava(policy);
        if (!ways.contains(way)) {
            ways.add(way);
        }
        return this;
    }

    /** Adds a policy as one of the simulator's own plug-ins. */
    public SparkSweep inPlugin(BuiltInPolicy policy, PolicyLanguage language, PolicyAbi abi) {
        PluginPolicy.builtIn(policy, language);
        ways.add(new ShippedWay.BuiltIn(policy, language, abi));
        return this;
    }

    /**
     * Adds a policy as a plug-in.
     *
     * @param policy its name; all that have the same must count the same
     * @param file a module in the binary format
     * @throws IOException if the file cannot be read
     * @throws dev.mortise.wasm.InvalidModuleException if it is no valid module
     * @throws PolicyException if it is no policy, or cannot be called under this ABI
     */
    public SparkSweep inPlugin(String policy, Path file, PolicyAbi abi) throws IOException {
        var fileName = file.getFileName();
        return inPlugin(policy, fileName == null ? file.toString() : fileName.toString(), Files.readAllBytes(file),
                abi);
    }

    /**
     * Like {@link #inPlugin(String, Path, PolicyAbi)}.
     *
     * @param name what results call the plug-in
     * @param module not to be changed afterwards
     */
    public SparkSweep inPlugin(String policy, String name, byte[] module, PolicyAbi abi) {
        var hash = LoadedModules.hash(module);
        var abis = PluginPolicy.of(name, LoadedModules.get(hash, name, () -> module)).abis();
        if (!abis.contains(abi)) {
            throw new PolicyException("%s cannot be called under the ABI %s; it can under %s".formatted(name,
                    abi.label(), abis.stream().map(PolicyAbi::label).toList()));
        }
        ways.add(new ShippedWay.Plugin(policy, new ShippedModule(name, hash, context.broadcast(module)), abi));
        return this;
    }

    /**
     * Adds a cache size.
     *
     * @param bytes 0 to 2^62
     */
    public SparkSweep cacheBytes(long bytes) {
        if (bytes < 0 || bytes > 1L << 62) {
            throw new IllegalArgumentException("a cache must have 0 to 2^62 bytes, not " + bytes);
        }
        sizes.add(bytes);
        return this;
    }

    /** How often each run is done, all of them in one task; 1 unless set. The median time counts. */
    public SparkSweep repetitions(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("repetitions must be 1 or more, not " + number);
        }
        repetitions = number;
        return this;
    }

    /** How long a run of a plug-in may take, each of its repetitions by itself; 10 minutes unless set. */
    public SparkSweep longestRun(Duration time) {
        longestRun = time;
        return this;
    }

    /**
     * Runs all of it, as one job. What a policy does wrong is in the result; it disturbs no other run.
     *
     * @throws IllegalStateException if there is no way or no size
     */
    public SweepResult run() {
        if (ways.isEmpty() || sizes.isEmpty()) {
            throw new IllegalStateException("a sweep needs a policy and a cache size at least");
        }
        var cells = new ArrayList<SweepCell>();
        for (var way : ways) {
            for (var bytes : sizes) {
                cells.add(new SweepCell(way, bytes, repetitions, longestRun));
            }
        }
        var shipped = context.broadcast(ShippedTrace.of(trace));
        try {
            var counts = context.parallelize(cells, cells.size()).map(cell -> cell.run(shipped)).collect();
            var results = new ArrayList<RunResult>();
            for (var i = 0; i < cells.size(); i++) {
                results.add(counts.get(i).result(cells.get(i).way().way(), cells.get(i).cacheBytes()));
            }
            return new SweepResult(trace, results);
        } finally {
            shipped.destroy();
        }
    }

    /** Results as a table, a row a run, with the columns of {@code mortise simulate --format csv}; unknown is null. */
    public static Dataset<Row> rows(SparkSession spark, SweepResult result) {
        return spark.createDataFrame(result.results().stream().map(run -> row(run, result)).toList(), SCHEMA);
    }

    private static Row row(RunResult run, SweepResult result) {
        var way = run.way();
        return switch (run) {
            case Failed failed -> RowFactory.create(way.policy(), way.implementation(), way.abi().label(),
                    run.cacheBytes(), null, null, null, null, null, null, null, null, failed.reason());
            case Measured measured -> {
                var told = measured.outcomes();
                var ratio = result.ratioToJava(measured);
                yield RowFactory.create(way.policy(), way.implementation(), way.abi().label(), run.cacheBytes(),
                        measured.requests(), measured.hits(), measured.hitRatio(),
                        told.map(Outcomes::bypasses).orElse(null), told.map(Outcomes::hitBytes).orElse(null),
                        told.map(Outcomes::byteHitRatio).orElse(null), measured.seconds(),
                        ratio.isPresent() ? ratio.getAsDouble() : null, null);
            }
        };
    }
}

package dev.mortise.spark;

import dev.mortise.simulator.PolicyException;
import dev.mortise.simulator.SweepResult;
import dev.mortise.simulator.TraceException;
import dev.mortise.spark.internal.SweepOptions;
import dev.mortise.wasm.WasmException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The sweep of {@code mortise simulate} as a program for {@code spark-submit}:
 *
 * <pre>
 * spark-submit --class dev.mortise.spark.SweepJob --jars ... mortise-spark.jar \
 *     --trace hdfs:///traces/web.txt.gz --sizes 4,64,1024 --policies lru,gds,mine=mine.wasm --abi java,direct
 * </pre>
 *
 * Options are those of the command as far as they fit; {@code --help} lists them. Without a master it runs on this
 * machine's processors.
 */
public final class SweepJob {

    private static final int ALL_ROWS = Integer.MAX_VALUE - 1;
    private static final int USAGE = 2;
    private static final int FAILED = 1;

    private SweepJob() {}

    /**
     * Runs a sweep, prints its table, and writes it if {@code --output} says where. Ends the process with 2 if the options
     * are wrong, with 1 if two ways of running a policy disagree or a run failed.
     */
    public static void main(String[] arguments) {
        var code = 0;
        if (List.of(arguments).contains("--help")) {
            System.out.println(SweepOptions.HELP);
            return;
        }
        try (var spark = session()) {
            code = run(spark, arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("mortise: " + e.getMessage());
            code = USAGE;
        } catch (IOException | TraceException | PolicyException | WasmException e) {
            System.err.println("mortise: " + e.getMessage());
            code = FAILED;
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    private static SparkSession session() {
        var conf = new SparkConf();
        return SparkSession.builder().config(conf.setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.app.name", "mortise sweep")).getOrCreate();
    }

    /** The whole job, in a session that somebody else ends; returns the exit code. */
    static int run(SparkSession spark, String... arguments) throws IOException {
        var options = SweepOptions.parse(arguments);
        if (options.output().isPresent()) {
            refuseExisting(spark, options.output().get());
        }
        var result = options.sweep(spark).run();
        var rows = SparkSweep.rows(spark, result);
        rows.show(ALL_ROWS, false);
        options.output().ifPresent(
                url -> rows.coalesce(1).write().format(options.outputFormat()).option("header", true)
                        .save(url));
        return verdict(result);
    }

    /** Spark would say so, too, but only when the whole sweep is done. */
    private static void refuseExisting(SparkSession spark, String url) throws IOException {
        var path = new Path(url);
        if (path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path)) {
            throw new IllegalArgumentException("--output wants a new folder, and %s exists".formatted(url));
        }
    }

    private static int verdict(SweepResult result) {
        var skipped = result.trace().skipped();
        if (skipped.count() > 0) {
            System.err.printf("mortise: %s: %s; the first is %s%n", result.trace().name(),
                    skipped.count() == 1 ? "1 line is no request and was skipped"
                            : "%,d lines are no requests and were skipped".formatted(skipped.count()),
                    skipped.first().getFirst());
        }
        result.disagreements().forEach(
                each -> System.err.println("mortise: two ways of running a policy disagree: " + each));
        result.failed().forEach(each -> System.err.println("mortise: a policy failed: " + each));
        return result.disagreements().isEmpty() && result.failed().isEmpty() ? 0 : FAILED;
    }
}

package dev.mortise.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.Way;
import dev.mortise.simulator.Zipf;
import dev.mortise.spark.internal.LoadedModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;

/** A master and two workers of Spark's standalone cluster, whose two executors are processes of their own. */
@Timeout(300)
class ClusterTest {

    private static final int PARTITIONS = 4;

    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        // Spark looks for its jars below its home, which need not have any: the executors get our class path.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        spark = LocalSpark.session("local-cluster[2,1,1024]")
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
                .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .config("spark.scheduler.minRegisteredResourcesRatio", 1.0)
                .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
                .config("spark.locality.wait", "0s")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void aModuleIsLoadedOnceAnExecutor() throws IOException {
        MortiseUdf.direct(LocalSpark.guest("wat/multiply.wasm"), "multiply").register(spark, "multiply");
        var before = loads();
        assertThat(before).hasSize(2).doesNotContainKey(ProcessHandle.current().pid());
        for (var query = 0; query < 2; query++) {
            assertThat(spark.range(0, 100_000, 1, PARTITIONS)
                    .selectExpr("sum(multiply(cast(id % 1000 as int), 3)) s").as(Encoders.LONG()).head())
                    .isEqualTo(149_850_000);
        }
        assertThat(loads()).hasSize(2).allSatisfy(
                (process, loads) -> assertThat(loads - before.getOrDefault(process, 0L)).as("loads in %d", process)
                        .isEqualTo(1));
    }

    /** How many modules each executor has loaded, by its process. */
    private static Map<Long, Long> loads() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, PARTITIONS).boxed().toList(), PARTITIONS)
                .mapToPair(each -> {
                    // Long enough for both to get some.
                    Thread.sleep(200);
                    return new Tuple2<>(ProcessHandle.current().pid(), LoadedModules.loads());
                }).collectAsMap();
    }

    @Test
    void aPluginRunsInTheExecutors() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/count_vowels.wasm"), "count_vowels").register(spark, "count_vowels");
        assertThat(spark.range(0, 1000, 1, PARTITIONS)
                .where("count_vowels(repeat('a', cast(id % 10 as int))) like '{\"count\":7,%'").count()).isEqualTo(100);
    }

    @Test
    void aSweepCountsWhatASingleMachineCounts() throws Exception {
        var trace = new Zipf(2_000, 500, 0.8, 3).generate();
        var there = SparkSweep.over(spark, trace).inJava(BuiltInPolicy.LRU)
                .inPlugin(BuiltInPolicy.LRU, PolicyLanguage.RUST, PolicyAbi.STRUCT)
                .inPlugin("lru", LocalSpark.guest("policies/c/lru.wasm"), PolicyAbi.DIRECT)
                .cacheBytes(256 << 10).cacheBytes(1 << 20).run();
        var here = Sweep.over(trace).way(Way.InJava.of(BuiltInPolicy.LRU)).cacheBytes(256 << 10).cacheBytes(1 << 20)
                .build().run();
        assertThat(there.measured()).hasSize(6);
        assertThat(there.disagreements()).isEmpty();
        assertThat(there.measured().subList(0, 2)).extracting(Measured::hits, Measured::outcomes)
                .containsExactlyElementsOf(
                        here.measured().stream().map(each -> tuple(each.hits(), each.outcomes())).toList());
    }

    @Test
    void aFailureComesBackToTheDriver() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/error.wasm"), "fail").register(spark, "fail");
        var thrown = catchThrowable(() -> spark.range(0, 100, 1, PARTITIONS)
                .selectExpr("if(id = 30, fail('out of order'), '')").collectAsList());
        assertThat(thrown).hasStackTraceContaining(
                "fail of error.wasm('out of order') failed in row 1 of partition 1 (stage ")
                .hasStackTraceContaining("attempt 3): out of order");
    }
}

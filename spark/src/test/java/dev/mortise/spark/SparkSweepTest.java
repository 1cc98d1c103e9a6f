package dev.mortise.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyException;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.SweepResult;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceException;
import dev.mortise.simulator.TraceFormat;
import dev.mortise.simulator.Way;
import dev.mortise.simulator.Zipf;
import dev.mortise.spark.internal.SweepOptions;
import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SparkSweepTest {

    /** The larger objects bypass the smaller cache. */
    private static final Zipf REQUESTS = new Zipf(5_000, 1_000, 0.8, 7);
    private static final List<Long> SIZES = List.of(128L << 10, 2L << 20);

    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session("local[2]").getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void countsWhatASingleMachineCounts() throws Exception {
        var trace = REQUESTS.generate();
        var lru = LocalSpark.guest("policies/c/lru.wasm");
        var there = SparkSweep.over(spark, trace).repetitions(2).inPlugin("lru", lru, PolicyAbi.DIRECT);
        var here = Sweep.over(trace);
        for (var policy : BuiltInPolicy.values()) {
            there.inJava(policy).inPlugin(policy, PolicyLanguage.RUST, PolicyAbi.STRUCT);
            here.way(Way.InJava.of(policy)).way(new Way.InPlugin(policy.label(),
                    PluginPolicy.builtIn(policy, PolicyLanguage.RUST), PolicyAbi.STRUCT));
        }
        SIZES.forEach(there::cacheBytes);
        SIZES.forEach(here::cacheBytes);
        var result = there.run();
        assertThat(result.failed()).isEmpty();
        assertThat(result.disagreements()).isEmpty();
        assertThat(counts(result)).containsAll(counts(here.build().run()))
                .hasSize(22);
        assertThat(result.measured()).allSatisfy(each -> assertThat(each.nanos()).hasSize(2));
        assertThat(result.measured()).anySatisfy(
                each -> assertThat(each.outcomes().orElseThrow().bypasses()).isPositive());
    }

    /** All that has to be the same. */
    private static List<String> counts(SweepResult result) {
        return result.results().stream().map(each -> each instanceof Measured run ? "%s %s %s %d %d %d %s".formatted(
                run.way().policy(), run.way().implementation(), run.way().abi().label(), run.cacheBytes(),
                run.requests(), run.hits(), run.outcomes()) : each.toString()).toList();
    }

    @Test
    void aPolicyThatFailsDisturbsNoOther() {
        var broken = Wat.toBinary("""
                (module
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64) (unreachable))
                  (func (export "stats") (result i64) (i64.const 0)))
                """);
        var result =
                SparkSweep.over(spark, REQUESTS.generate()).inPlugin("lru", "broken.wasm", broken, PolicyAbi.DIRECT)
                        .inJava(BuiltInPolicy.LRU).cacheBytes(1 << 20).run();
        assertThat(result.failed()).singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains("unreachable"));
        assertThat(result.measured()).hasSize(1);
        var rows = SparkSweep.rows(spark, result);
        assertThat(rows.where("failure like '%unreachable%' and hits is null").count()).isEqualTo(1);
        assertThat(rows.where("hits > 0 and hit_ratio = hits / requests and ratio_to_java = 1 and failure is null")
                .count()).isEqualTo(1);
    }

    @Test
    void aPluginThatIsNoPolicyIsRefusedAtOnce() {
        var sweep = SparkSweep.over(spark, REQUESTS.generate());
        assertThatThrownBy(() -> sweep.inPlugin("lru", LocalSpark.guest("wat/multiply.wasm"), PolicyAbi.DIRECT))
                .isInstanceOf(PolicyException.class).hasMessageContaining("multiply.wasm is no cache policy");
    }

    @Test
    void readsATraceFromAFileSystemOfSpark() throws IOException {
        var file = folder.resolve("requests.txt.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("7 100\nnonsense\n8 50\n7 100\n".getBytes(StandardCharsets.UTF_8));
        }
        var trace = SparkTrace.read(spark, file.toUri().toString(), new TraceFormat.IdAndSize());
        assertThat(trace.name()).isEqualTo("requests.txt.gz");
        assertThat(requests(trace)).isEqualTo("0:100 1:50 0:100 ");
        assertThat(trace.skipped().first()).singleElement().asString().startsWith("line 2: ");
        var empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        assertThatThrownBy(() -> SparkTrace.read(spark, empty.toUri().toString(), new TraceFormat.IdAndSize()))
                .isInstanceOf(TraceException.class).hasMessage("empty.txt: there is no request in it");
        assertThatThrownBy(() -> SparkTrace.read(spark, folder.toUri().toString(), new TraceFormat.IdAndSize()))
                .isInstanceOf(TraceException.class).hasMessageEndingWith("these are 2 files, and a trace is one");
    }

    @Test
    void readsATraceFromATable() {
        var table = spark.sql("select * from values (3, 'b', 20), (1, 'a', 10), (2, 'b', 30) as t(time, url, bytes)");
        assertThat(requests(SparkTrace.of("log", table.orderBy("time"), "url", "bytes"))).isEqualTo("0:10 1:30 1:30 ");
        assertThat(requests(SparkTrace.of("log", table.orderBy("time"), "time", "bytes"))).isEqualTo("0:10 1:30 2:20 ");
        assertThatThrownBy(() -> SparkTrace.of("log", table, "id", "bytes")).isInstanceOf(TraceException.class)
                .hasMessage("log: there is no column 'id'; there are: time, url, bytes");
        assertThatThrownBy(() -> SparkTrace.of("log", table, "bytes", "url")).isInstanceOf(TraceException.class)
                .hasMessage("log: the sizes in 'url' must be whole numbers, not string");
        assertThatThrownBy(
                () -> SparkTrace.of("log", table.selectExpr("url", "bytes + 0.5D bytes"), "url", "bytes"))
                .isInstanceOf(TraceException.class)
                .hasMessage("log: the sizes in 'bytes' must be whole numbers, not double");
        assertThat(requests(SparkTrace.of("log", table.orderBy("time")
                .selectExpr("url", "cast(bytes as smallint) bytes"), "url", "bytes"))).isEqualTo("0:10 1:30 1:30 ");
        assertThatThrownBy(() -> SparkTrace.of("log", table.selectExpr("url", "-bytes bytes"), "url", "bytes"))
                .isInstanceOf(TraceException.class).hasMessage("log: request 1 is none: [b,-20]");
    }

    private static String requests(Trace trace) {
        var text = new StringBuilder();
        for (var i = 0; i < trace.requests(); i++) {
            text.append(trace.id(i)).append(':').append(trace.sizeOf(trace.id(i))).append(' ');
        }
        return text.toString();
    }

    @Test
    void theJobTakesTheOptionsOfTheCommand() throws IOException {
        var file = Files.writeString(folder.resolve("log.csv"), "url,bytes\na,10\nb,20\na,10\n");
        var output = folder.resolve("results");
        var code = SweepJob.run(spark, "--trace", file.toUri().toString(), "--id-column", "url", "--size-column",
                "bytes", "--sizes", "1K,1", "--policies",
                "lru,lru=" + LocalSpark.guest("policies/rust/lru.wasm"), "--abi", "java,direct", "--repeat", "1",
                "--output", output.toUri().toString());
        assertThat(code).isZero();
        assertThat(spark.read().option("header", true).csv(output.toUri().toString())
                .where("policy = 'lru' and requests = 3 and hits = 1").groupBy("abi").count().orderBy("abi")
                .collectAsList()).extracting(Object::toString).containsExactly("[direct,4]", "[java,2]");
    }

    /** The trace is not there: it was not looked for, so nothing was run before the output was. */
    @Test
    void anOutputThatExistsIsRefusedBeforeTheSweep() {
        var url = folder.toUri().toString();
        assertThatThrownBy(() -> SweepJob.run(spark, "--trace", url + "no.txt", "--output", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--output wants a new folder, and " + url + " exists");
    }

    @Test
    void theHelpTellsHowManyRequestsAreMadeUp() {
        assertThat(SweepOptions.HELP).contains("by default 100,000 requests");
    }

    @Test
    void wrongOptionsAreToldOf() {
        assertThatThrownBy(() -> SweepOptions.parse("--cache", "4")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no option '--cache'; --help lists them");
        assertThatThrownBy(() -> SweepOptions.parse("--sizes")).hasMessage("--sizes needs a value");
        assertThatThrownBy(() -> SweepOptions.parse("--sizes", "4,x").sweep(spark))
                .hasMessage("--sizes does not take 'x'; --help lists what it takes");
        for (var size : List.of("0", "0.0000001K", "999999999999T")) {
            assertThatThrownBy(() -> SweepOptions.parse("--sizes", size).sweep(spark))
                    .hasMessageStartingWith("--sizes does not take '" + size);
        }
        assertThatThrownBy(() -> SweepOptions.parse("--policies", "x=").sweep(spark))
                .hasMessage("--policies: there is no file after 'x='");
        assertThatThrownBy(() -> SweepOptions.parse("--policies", "mru").sweep(spark))
                .hasMessageStartingWith("there is no policy 'mru'");
    }
}

package dev.mortise.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mortise.plugin.PluginException;
import dev.mortise.spark.internal.LoadedModules;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class MortiseUdfTest {

    private static final byte[] NUMBERS = Wat.toBinary("""
            (module
              (memory 1)
              (global $calls (mut i32) (i32.const 0))
              (func (export "answer") (result i32) (i32.const 42))
              (func (export "negate") (param f32) (result f32) (f32.neg (local.get 0)))
              (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
              (func (export "mix") (param i32 i64 f32 f64) (result f64)
                (f64.add (f64.add (f64.convert_i32_s (local.get 0)) (f64.convert_i64_s (local.get 1)))
                         (f64.add (f64.promote_f32 (local.get 2)) (local.get 3))))
              (func (export "sum of ten") (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
                (i64.add (i64.add (i64.add (i64.add (local.get 0) (local.get 1)) (i64.add (local.get 2) (local.get 3)))
                  (i64.add (i64.add (local.get 4) (local.get 5)) (i64.add (local.get 6) (local.get 7))))
                  (i64.add (local.get 8) (local.get 9))))
              (func (export "eleven") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 0))
              (func (export "pair") (result i32 i32) (i32.const 1) (i32.const 2))
              (func (export "calls") (param i64) (result i32)
                (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                (global.get $calls))
              (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
              (func (export "for_ever") (param i64) (result i32) (loop (br 0)) (unreachable)))
            """);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session("local[2]").getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void register(String export) {
        MortiseUdf.direct(NUMBERS, export).register(spark, export);
    }

    private static @Nullable Object one(String sql) {
        return spark.sql(sql).head().get(0);
    }

    @Test
    void callsAnExportForEachRow() throws IOException {
        MortiseUdf.direct(LocalSpark.guest("wat/multiply.wasm"), "multiply").register(spark, "multiply");
        spark.range(0, 1000, 1, 4).selectExpr("cast(id as int) x", "cast(id + 1 as int) y")
                .createOrReplaceTempView("pairs");
        var rows = spark.sql("select x, y, multiply(x, y) from pairs order by x").collectAsList();
        assertThat(rows).hasSize(1000)
                .allSatisfy(row -> assertThat(row.getInt(2)).isEqualTo(row.getInt(0) * row.getInt(1)));
        assertThat(spark.table("pairs").where("multiply(x, y) > 100").count()).isEqualTo(990);
    }

    @Test
    void isAFunctionOfDataFrames() {
        var divide = MortiseUdf.direct(NUMBERS, "divide").in(spark);
        var frame = spark.range(1, 4).selectExpr("cast(id * 10 as int) x", "cast(id as int) y");
        assertThat(frame.select(divide.apply(col("x"), col("y"))).as(Encoders.INT()).collectAsList())
                .containsExactly(10, 10, 10);
    }

    @Test
    void takesFromNoneToTenNumbersOfAllTypes() {
        register("answer");
        register("negate");
        register("mix");
        MortiseUdf.direct(NUMBERS, "sum of ten").register(spark, "sum_of_ten");
        assertThat(one("select answer()")).isEqualTo(42);
        assertThat(one("select negate(float(1.5))")).isEqualTo(-1.5f);
        assertThat(one("select mix(1, 20L, float(0.5), 0.25D)")).isEqualTo(21.75);
        assertThat(one("select sum_of_ten(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, id) from range(10, 11)"))
                .isEqualTo(55L);
        assertThat(spark.sql("select answer(), negate(float(1)), mix(1, 1L, float(1), 1D), "
                + "sum_of_ten(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 1L)").schema().fields())
                .extracting(field -> (Object) field.dataType())
                .containsExactly(DataTypes.IntegerType, DataTypes.FloatType, DataTypes.DoubleType, DataTypes.LongType);
    }

    @Test
    void takesOtherNumbersThatKeepTheirValue() {
        register("mix");
        assertThat(one("select mix(true, 2Y, 0.5, 0.25) from range(1)")).isEqualTo(3.75);
        assertThat(one("select mix(id, 2S, 0.5D, 3) from range(7, 8)")).isEqualTo(12.5);
        assertThatThrownBy(() -> one("select mix(id, 2L, float(1), 1D) from range(3000000000, 3000000001)"))
                .rootCause().isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 1, a Long, is no i32: cast it");
        assertThatThrownBy(() -> one("select mix(1, 2L, 0.1D, 1D) from range(1)"))
                .rootCause().hasMessage("argument 3, a Double, is no f32: cast it");
        assertThatThrownBy(() -> one("select mix(1, 2L, float(1), '1') from range(1)"))
                .rootCause().hasMessage("argument 4, a String, is no f64: cast it");
    }

    @Test
    void nullsNeverReachTheGuest() {
        register("divide");
        assertThat(spark.sql("select divide(x, y) from values (6, 3), (null, 0), (1, null) as t(x, y)")
                .as(Encoders.INT()).collectAsList()).containsExactlyInAnyOrder(2, null, null);
    }

    @Test
    void aFailureNamesRowAndArguments() {
        register("divide");
        var thrown = catchThrowable(() -> spark.range(0, 1000, 1, 4)
                .selectExpr("divide(cast(id as int), 700 - cast(id as int))").collectAsList());
        var failure = findCause(thrown, UdfException.class);
        assertThat(failure)
                .hasMessageContaining("divide of module.wasm(700, 0) failed in row 201 of partition 2 (stage ")
                .hasMessageEndingWith("): integer divide by zero");
        assertThat(failure.partition()).isEqualTo(2);
        assertThat(failure.row()).isEqualTo(201);
        assertThat(failure).cause().isInstanceOfSatisfying(Trap.class,
                trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTEGER_DIVIDE_BY_ZERO));
        assertThat(thrown).hasStackTraceContaining("failed in row 201 of partition 2");
    }

    @Test
    void anInstanceThatCannotBeMadeNamesFunctionTaskAndRow() {
        MortiseUdf.direct(Wat.toBinary("""
                (module
                  (func $boom (unreachable))
                  (start $boom)
                  (func (export "one") (param i64) (result i64) (local.get 0)))
                """), "one").register(spark, "one");
        var failure = findCause(catchThrowable(() -> spark.range(5, 7, 1, 1).selectExpr("one(id)").collectAsList()),
                UdfException.class);
        assertThat(failure).hasMessageMatching(
                "one of module\\.wasm could not be instantiated for row 1 of partition 0 \\(stage .*\\): unreachable");
        assertThat(failure.partition()).isZero();
        assertThat(failure.row()).isEqualTo(1);
        assertThat(failure).cause().isInstanceOf(Trap.class);

        MortiseUdf.direct(NUMBERS, "calls").maxPages(0).register(spark, "no_room");
        assertThat(findCause(catchThrowable(() -> one("select no_room(id) from range(0, 1, 1, 1)")),
                UdfException.class)).hasMessageStartingWith(
                        "calls of module.wasm could not be instantiated for row 1 of partition 0 (stage ");
    }

    @Test
    void aFailureOnTheDriverSaysSo() {
        register("divide");
        assertThatThrownBy(() -> one("select divide(x, 0) from values (7) as t(x)")).hasStackTraceContaining(
                "divide of module.wasm(7, 0) failed in row 1 on the driver: integer divide by zero");
    }

    @Test
    void eachTaskHasAnInstanceOfItsOwn() {
        MortiseUdf.direct(NUMBERS, "calls").nondeterministic().register(spark, "calls");
        for (var query = 0; query < 2; query++) {
            assertThat(spark.range(0, 30, 1, 3).selectExpr("calls(id)").as(Encoders.INT()).collectAsList())
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7,
                            8, 9, 10);
        }
    }

    @Test
    void spareCallsAreAllowedUnlessToldOtherwise() {
        var udf = MortiseUdf.direct(NUMBERS, "answer");
        assertThat(udf.in(spark).deterministic()).isTrue();
        assertThat(udf.nondeterministic().in(spark).deterministic()).isFalse();
    }

    @Test
    void aModuleIsLoadedOnceInAProcess() {
        var bytes = Wat.toBinary("(module (func (export \"loaded\") (param i64) (result i64) (local.get 0)))");
        var before = LoadedModules.loads();
        for (var i = 0; i < 3; i++) {
            MortiseUdf.direct(bytes.clone(), "loaded").register(spark, "loaded");
            assertThat(spark.range(0, 100, 1, 8).selectExpr("sum(loaded(id))").head().getLong(0)).isEqualTo(4950);
        }
        assertThat(LoadedModules.loads() - before).isEqualTo(1);
    }

    @Test
    void memoryIsLimited() {
        MortiseUdf.direct(NUMBERS, "grow").maxPages(3).register(spark, "grow");
        assertThat(one("select grow(2) from range(1)")).isEqualTo(1);
        assertThat(one("select grow(3) from range(1)")).isEqualTo(-1);
    }

    @Test
    void aKilledTaskEndsTheCallThatRuns() throws InterruptedException {
        register("for_ever");
        var context = spark.sparkContext();
        var started = new CountDownLatch(1);
        var failures = new ArrayList<Throwable>();
        var query = new Thread(() -> {
            context.setJobGroup("endless", "calls a guest that never returns", false);
            started.countDown();
            failures.add(catchThrowable(() -> spark.range(0, 2, 1, 2).selectExpr("for_ever(id)").collectAsList()));
        });
        query.start();
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        while (spark.sparkContext().statusTracker().getActiveStageIds().length == 0) {
            Thread.sleep(20);
        }
        Thread.sleep(500);
        context.cancelJobGroup("endless");
        query.join();
        assertThat(failures).singleElement().asString().contains("cancelled");
        // Both cores are free again.
        register("answer");
        assertThat(spark.range(0, 2, 1, 2).selectExpr("sum(answer())").head().getLong(0)).isEqualTo(84);
    }

    @Test
    void whatIsNoFunctionOfNumbersIsRefused() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> MortiseUdf.direct(NUMBERS, "no"))
                .withMessageStartingWith("module.wasm exports no function \"no\"; there are [answer, negate, divide");
        assertThatIllegalArgumentException().isThrownBy(() -> MortiseUdf.direct(NUMBERS, "pair"))
                .withMessage("pair of module.wasm is () -> (i32, i32), but SQL calls functions of up to 10 numbers "
                        + "with one number as result");
        assertThatIllegalArgumentException().isThrownBy(() -> MortiseUdf.direct(NUMBERS, "eleven"));
        var plugin = LocalSpark.guest("rust/count_vowels.wasm");
        assertThatIllegalArgumentException().isThrownBy(() -> MortiseUdf.direct(plugin, "count_vowels"))
                .withMessageStartingWith("count_vowels.wasm imports \"extism:host/env\" \"")
                .withMessageEndingWith("but a direct function gets nothing: is it an Extism plug-in?");
        assertThatIllegalStateException().isThrownBy(() -> MortiseUdf.direct(NUMBERS, "answer").returningBinary());
        assertThatIllegalStateException().isThrownBy(() -> MortiseUdf.plugin(plugin, "count_vowels").maxPages(1));
    }

    @Test
    void callsAPluginWithText() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/count_vowels.wasm"), "count_vowels").register(spark, "count_vowels");
        var lines = spark.createDataset(List.of("Hello, World!", "xyz", "äe"), Encoders.STRING());
        assertThat(lines.selectExpr("from_json(count_vowels(value), 'count int').count").collectAsList())
                .extracting(row -> row.getInt(0)).containsExactly(3, 0, 1);
        assertThat(one("select count_vowels(cast(null as string))")).isNull();
    }

    @Test
    void callsAPluginWithBytes() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/echo.wasm"), "echo").returningBinary().register(spark, "echo");
        assertThat((byte[]) one("select echo(X'00ff10')")).containsExactly(0, 255, 16);
        assertThat((byte[]) one("select echo('ä')")).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> one("select echo(7)")).rootCause()
                .hasMessage("a plug-in takes a string or binary, not Integer: cast it");
    }

    @Test
    void aPluginGetsWhatItsSetupSays() throws IOException {
        var plugin = MortiseUdf.plugin(LocalSpark.guest("rust/config.wasm"), "config_get");
        var greeting = "from the driver";
        plugin.setup(builder -> builder.config("thing", greeting)).register(spark, "config_get");
        assertThat(one("select config_get(value) from values ('thing') as t(value)")).isEqualTo(greeting);
    }

    @Test
    void aPluginsFailureNamesRowAndArguments() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/error.wasm"), "fail").register(spark, "fail");
        var failure =
                findCause(catchThrowable(() -> spark.range(0, 1, 1, 1).selectExpr("fail(repeat('ab', 50))").collect()),
                        UdfException.class);
        assertThat(failure).hasMessageStartingWith("fail of error.wasm('" + "ab".repeat(30)
                + "...' of 100 characters) failed in row 1 of partition 0 (");
        assertThat(failure).cause().isInstanceOfSatisfying(PluginException.class,
                e -> assertThat(failure).hasMessageEndingWith(e.getMessage()));
    }

    @Test
    void aPluginsCallCanBeLimitedInTime() throws IOException {
        MortiseUdf.plugin(LocalSpark.guest("rust/endless.wasm"), "endless")
                .setup(builder -> builder.timeout(Duration.ofMillis(200))).register(spark, "endless");
        assertThat(findCause(catchThrowable(() -> spark.range(1).selectExpr("endless('')").collect()),
                UdfException.class)).cause().isInstanceOfSatisfying(PluginException.class,
                        e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.TIMEOUT));
    }

    @Test
    void aPluginIsCheckedBeforeItIsShipped() throws IOException {
        var plugin = LocalSpark.guest("rust/count_vowels.wasm");
        assertThatIllegalArgumentException().isThrownBy(() -> MortiseUdf.plugin(plugin, "no").in(spark))
                .withMessageStartingWith("count_vowels.wasm has no function \"no\" that a host of plug-ins can call; "
                        + "it exports [");
        var reflect = MortiseUdf.plugin(LocalSpark.guest("rust/reflect.wasm"), "reflect");
        assertThatThrownBy(() -> reflect.in(spark)).isInstanceOf(LinkException.class);
    }

    private static <T extends Throwable> T findCause(Throwable thrown, Class<T> type) {
        for (@Nullable
        Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " among the causes", thrown);
    }
}

package dev.mortise.benchmarks;

import dev.mortise.spark.MortiseUdf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * A function of two numbers over 10 million rows in Spark SQL, as a guest and in Java, by turns in one process. Prints a
 * line for each: the medians of the queries' wall time and of the CPU time of their tasks' threads, in milliseconds. In
 * the latter the JVM's compiler has no part, which works on each query's code anew.
 */
final class SparkUdf {

    private static final long ROWS = 10_000_000;
    private static final long SUM = 3 * (ROWS * (ROWS - 1) / 2);
    private static final int WARM_UP_TURNS = 3;

    private SparkUdf() {}

    public static void main(String[] arguments) throws Exception {
        int turns = Integer.parseInt(arguments[0]);
        var cpu = new AtomicLong();
        try (var spark =
                SparkSession.builder().master("local[1]").appName("benchmarks").config("spark.ui.enabled", false)
                        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate()) {
            spark.sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    cpu.addAndGet(end.taskMetrics().executorCpuTime());
                }
            });
            spark.udf().register(Contender.JAVA.name(), (UDF2<Integer, Integer, Integer>) (x, y) -> x * y,
                    DataTypes.IntegerType);
            MortiseUdf.direct(Guests.folder().resolve("wat/multiply.wasm"), "multiply")
                    .register(spark, Contender.MORTISE.name());
            var contenders = new ArrayList<>(List.of(Contender.MORTISE, Contender.JAVA));
            var times = new EnumMap<Contender, List<UdfTimes>>(Contender.class);
            for (int turn = -WARM_UP_TURNS; turn < turns; turn++) {
                Collections.rotate(contenders, 1);
                for (var contender : contenders) {
                    var measured = query(spark, contender, cpu);
                    if (turn >= 0) {
                        times.computeIfAbsent(contender, key -> new ArrayList<>()).add(measured);
                    }
                }
            }
            times.forEach((contender, all) -> System.out.println(contender
                    + " " + new Series(all.stream().map(UdfTimes::wall).toList()).median()
                    + " " + new Series(all.stream().map(UdfTimes::cpu).toList()).median()));
        }
    }

    private static UdfTimes query(SparkSession spark, Contender contender, AtomicLong cpu) throws Exception {
        cpu.set(0);
        long start = System.nanoTime();
        long sum =
                spark.range(0, ROWS, 1, 1).selectExpr("sum(" + contender + "(cast(id as int), 3))").head().getLong(0);
        double wall = (System.nanoTime() - start) / 1e6;
        if (sum != SUM) {
            throw new IllegalStateException(contender + " sums up to " + sum + " instead of " + SUM);
        }
        spark.sparkContext().listenerBus().waitUntilEmpty();
        return new UdfTimes(wall, cpu.get() / 1e6);
    }
}

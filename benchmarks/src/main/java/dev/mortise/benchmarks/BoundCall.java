package dev.mortise.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A call of {@code multiply} through a Java interface that is bound to a guest, under each ABI. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BoundCall {

    // Read anew at each call: constants would let the JIT compiler work out the product once and for all.
    private int x = 2;
    private int y = 3;

    @Param
    private Multiplication.Way way = Multiplication.Way.DIRECT;

    @State(Scope.Benchmark)
    public static class Java {
        private Multiplication multiplication = (x, y) -> x * y;
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private Multiplication multiplication;

        @Setup
        public void bind(BoundCall benchmark) {
            multiplication = benchmark.way.bind(Multiplication.instance());
        }
    }

    @Benchmark
    public int java(Java side) {
        return side.multiplication.multiply(x, y);
    }

    @Benchmark
    public int mortise(Mortise side) {
        return side.multiplication.multiply(x, y);
    }
}

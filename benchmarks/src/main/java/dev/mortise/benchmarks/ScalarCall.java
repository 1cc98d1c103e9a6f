package dev.mortise.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntBinaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call from Java to a guest's function that multiplies two numbers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScalarCall {

    // Read anew at each call: constants would let the JIT compiler work out the product once and for all.
    private int x = 12_345;
    private int y = 67;

    @State(Scope.Benchmark)
    public static class Java {
        private IntBinaryOperator multiply = (x, y) -> x * y;
    }

    @State(Scope.Benchmark)
    public static class Mortise {
        private IntBinaryOperator multiply = MortiseGuests.multiply();
    }

    @State(Scope.Benchmark)
    public static class Endive {
        private run.endive.runtime.ExportFunction multiply = EndiveGuests.multiply();
    }

    @State(Scope.Benchmark)
    public static class Chicory {
        private com.dylibso.chicory.runtime.ExportFunction multiply = ChicoryGuests.multiply();
    }

    @Benchmark
    public int java(Java guest) {
        return guest.multiply.applyAsInt(x, y);
    }

    @Benchmark
    public int mortise(Mortise guest) {
        return guest.multiply.applyAsInt(x, y);
    }

    @Benchmark
    public int endive(Endive guest) {
        return (int) guest.multiply.apply(x, y)[0];
    }

    @Benchmark
    public int chicory(Chicory guest) {
        return (int) guest.multiply.apply(x, y)[0];
    }
}

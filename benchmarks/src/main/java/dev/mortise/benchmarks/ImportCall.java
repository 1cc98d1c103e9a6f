package dev.mortise.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Calls from a guest's loop to host functions of four signatures in turn; the time is that of one call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ImportCall.ROUNDS * HostMath.CALLS_PER_ROUND)
public class ImportCall {

    static final int ROUNDS = 10_000;

    private int rounds = ROUNDS;

    @State(Scope.Benchmark)
    public static class Java {
        private IntToLongFunction run = HostMath::run;
    }

    @State(Scope.Benchmark)
    public static class Mortise {
        private IntToLongFunction run = MortiseGuests.imports();
    }

    @State(Scope.Benchmark)
    public static class Endive {
        private run.endive.runtime.ExportFunction run = EndiveGuests.imports();
    }

    @State(Scope.Benchmark)
    public static class Chicory {
        private com.dylibso.chicory.runtime.ExportFunction run = ChicoryGuests.imports();
    }

    @Benchmark
    public long java(Java guest) {
        return guest.run.applyAsLong(rounds);
    }

    @Benchmark
    public long mortise(Mortise guest) {
        return guest.run.applyAsLong(rounds);
    }

    @Benchmark
    public long endive(Endive guest) {
        return guest.run.apply(rounds)[0];
    }

    @Benchmark
    public long chicory(Chicory guest) {
        return guest.run.apply(rounds)[0];
    }
}

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

/** The same calls as {@link ImportCall}'s, to host functions that are the methods of one Java interface. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ImportCall.ROUNDS * HostMath.CALLS_PER_ROUND)
public class BoundImportCall {

    private int rounds = ImportCall.ROUNDS;

    @State(Scope.Benchmark)
    public static class Java {
        private IntToLongFunction run = HostMath::run;
    }

    @State(Scope.Benchmark)
    public static class Mortise {
        private IntToLongFunction run = MortiseGuests.boundImports();
    }

    @Benchmark
    public long java(Java guest) {
        return guest.run.applyAsLong(rounds);
    }

    @Benchmark
    public long mortise(Mortise guest) {
        return guest.run.applyAsLong(rounds);
    }
}

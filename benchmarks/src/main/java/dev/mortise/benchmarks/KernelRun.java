package dev.mortise.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One run of a compute kernel; {@link NativeKernels} measures the same source as a native program. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelRun {

    @Param
    private Kernel kernel = Kernel.SIEVE;

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private IntToLongFunction run;

        @Setup
        public void load(KernelRun benchmark) {
            run = MortiseGuests.kernel(benchmark.kernel);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Endive {
        private run.endive.runtime.ExportFunction run;

        @Setup
        public void load(KernelRun benchmark) {
            run = EndiveGuests.kernel(benchmark.kernel);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Chicory {
        private com.dylibso.chicory.runtime.ExportFunction run;

        @Setup
        public void load(KernelRun benchmark) {
            run = ChicoryGuests.kernel(benchmark.kernel);
        }
    }

    @Benchmark
    public long mortise(Mortise guest) {
        return guest.run.applyAsLong(kernel.size());
    }

    @Benchmark
    public long endive(Endive guest) {
        return guest.run.apply(kernel.size())[0];
    }

    @Benchmark
    public long chicory(Chicory guest) {
        return guest.run.apply(kernel.size())[0];
    }
}

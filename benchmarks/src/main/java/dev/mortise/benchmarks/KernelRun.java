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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One run of a compute kernel; {@link NativeKernels} measures the same source as a native program.
 *
 * <p>
 * What is measured is a function that is called often. HotSpot compiles a function that runs for milliseconds at first
 * while it runs, for an entry in the middle of whichever loop was hot, and only after several hundred calls as a whole:
 * without those calls the same code takes up to twice as long, and how long depends on the moment of the switch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelRun {

    /** More than the 600 after which HotSpot's last compiler takes a whole function. */
    private static final int WARM_UP_CALLS = 1_000;

    @Param
    private Kernel kernel = Kernel.SIEVE;

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private IntToLongFunction run;

        @Setup
        public void load(KernelRun benchmark, Blackhole sink) {
            run = MortiseGuests.kernel(benchmark.kernel);
            benchmark.warmUp(run, sink);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Endive {
        private run.endive.runtime.ExportFunction run;

        @Setup
        public void load(KernelRun benchmark, Blackhole sink) {
            run = EndiveGuests.kernel(benchmark.kernel);
            benchmark.warmUp(size -> run.apply(size)[0], sink);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Chicory {
        private com.dylibso.chicory.runtime.ExportFunction run;

        @Setup
        public void load(KernelRun benchmark, Blackhole sink) {
            run = ChicoryGuests.kernel(benchmark.kernel);
            benchmark.warmUp(size -> run.apply(size)[0], sink);
        }
    }

    private void warmUp(IntToLongFunction run, Blackhole sink) {
        for (var i = 0; i < WARM_UP_CALLS; i++) {
            sink.consume(run.applyAsLong(kernel.warmUpSize()));
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

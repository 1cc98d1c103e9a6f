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

/** A whole call of a plug-in that has little to do; {@link NativeExtism} measures the same. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmallCall {

    @Param({"EMPTY", "COUNT_VOWELS"})
    private PluginTask task = PluginTask.EMPTY;

    /** How long a call may take, in milliseconds; 0 for ever. */
    @Param({"0", "10000"})
    private long limit;

    private byte[] input = {};

    @Setup
    public void makeInput() {
        input = task.input();
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private PluginFunction plugin;

        @Setup
        public void open(SmallCall benchmark) {
            plugin = MortiseGuests.plugin(benchmark.task, benchmark.limit);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Sdk {
        private PluginFunction plugin;

        @Setup
        public void open(SmallCall benchmark) {
            plugin = SdkGuests.plugin(benchmark.task);
        }
    }

    @Benchmark
    public byte[] mortise(Mortise guest) {
        return guest.plugin.call(input);
    }

    @Benchmark
    public byte[] sdk(Sdk guest) {
        return guest.plugin.call(input);
    }
}

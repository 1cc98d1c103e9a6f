package dev.mortise.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A call of an Extism plug-in that passes its input through; the report turns the time into bytes a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PluginCall {

    @Param({"consume", "echo", "reflect"})
    private String function = "";

    /** Bytes of input. */
    @Param({"65536", "655360", "6553600"})
    private int size;

    private byte[] input = {};

    @Setup
    public void makeInput() {
        input = input(size);
    }

    static byte[] input(int size) {
        var input = new byte[size];
        new Random(1).nextBytes(input);
        return input;
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private PluginFunction plugin;

        @Setup
        public void open(PluginCall benchmark) {
            plugin = MortiseGuests.plugin(benchmark.function);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Sdk {
        private PluginFunction plugin;

        @Setup
        public void open(PluginCall benchmark) {
            plugin = SdkGuests.plugin(benchmark.function);
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

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

/** From a compiled plug-in until a first call has returned; {@link NativeExtism} measures the same. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Instantiation {

    private static final PluginTask TASK = PluginTask.EMPTY_RUST;

    /** Where the instance's memory comes from. */
    public enum MemoryFrom {
        /** A new array each time: plug-ins are dropped without being closed, and the garbage collector has them. */
        FRESH,
        /** The plug-in before: each is closed, which zeroes its memory; that is measured, too. */
        RECYCLED
    }

    @Param
    private MemoryFrom memory = MemoryFrom.FRESH;

    private final byte[] input = TASK.input();

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {
        private dev.mortise.plugin.CompiledPlugin compiled;

        @Setup
        public void compile() {
            compiled = MortiseGuests.compile(TASK, 0);
        }
    }

    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Sdk {
        private org.extism.sdk.chicory.CompiledPlugin compiled;

        @Setup
        public void compile() {
            compiled = SdkGuests.compile(TASK);
        }
    }

    @Benchmark
    public byte[] mortise(Mortise guest) {
        var plugin = guest.compiled.instantiate();
        var output = plugin.call(TASK.function(), input);
        if (memory == MemoryFrom.RECYCLED) {
            plugin.close();
        }
        return output;
    }

    @Benchmark
    public byte[] sdk(Sdk guest) {
        return guest.compiled.instantiate().call(TASK.function(), input);
    }
}

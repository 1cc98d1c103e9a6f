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

/**
 * The micro tests of the scripting experiment as they were published: 100,000 calls of {@code multiply(2, 3)} a run, many
 * runs, with and without compiling the guest in each. The original's loop in its host's own language made one call less.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init")
public class ScriptingRun {

    private static final int CALLS = 100_000;

    @Param
    private ScriptingTest test = ScriptingTest.JAVA;

    /** Whether a run begins with the bytes of the guest instead of an instance that has run before. */
    @Param({"false", "true"})
    private boolean compiles;

    private byte[] guest;
    private ScriptingTest.Loop loop;

    @Setup
    public void prepare() {
        guest = Multiplication.guest();
        loop = test.prepare(guest);
    }

    @Benchmark
    public int mortise() {
        return (compiles ? test.prepare(guest) : loop).run(CALLS);
    }

    @Benchmark
    public int java() {
        return loop.run(CALLS);
    }
}

package dev.mortise.benchmarks;

import dev.mortise.wasm.Module;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The micro tests of the scripting experiment as they were published: milliseconds for 100,000 calls of
 * {@code multiply(2, 3)}, many runs, the tests by turns; with and without compiling the guest. Prints a Markdown table.
 */
final class Scripting {

    private static final int CALLS = 100_000;
    /** Enough for the JIT compiler to be done with a loop. */
    private static final int WARM_UP_RUNS = 30;

    /** A test and its times in milliseconds, without and with compiling. */
    private record Measured(ScriptingTest test, ScriptingTest.Loop loop, double[] warm, double[] compiled) {
    }

    private Scripting() {}

    public static void main(String[] arguments) {
        var runs = arguments.length == 0 ? 30 : Integer.parseInt(arguments[0]);
        var guest = Multiplication.guest();
        var tests = Stream.of(ScriptingTest.values()).map(test -> new Measured(test,
                test.prepare(Module.parse(guest).instantiate()), new double[runs], new double[runs])).toList();
        for (int run = -WARM_UP_RUNS; run < runs; run++) {
            for (var each : tests) {
                var millis = time(each.loop, System.nanoTime());
                if (run >= 0) {
                    each.warm[run] = millis;
                    var start = System.nanoTime();
                    each.compiled[run] = time(each.test.prepare(Module.parse(guest).instantiate()), start);
                }
            }
        }
        System.out.print("""
                | test | ABI | look-up cached | arguments | memory | ms, median (lowest .. highest) | ns a call \
                | ms with compiling, median (lowest .. highest) |
                |---|---|---|---|---|---|---|---|
                """);
        for (var each : tests) {
            System.out.printf(Locale.ROOT, "| %s | %s | %.1f | %s |%n", each.test.columns(), spread(each.warm),
                    median(each.warm) * 1e6 / CALLS, spread(each.compiled));
        }
    }

    private static double time(ScriptingTest.Loop loop, long start) {
        if (loop.run(CALLS) != 6 * CALLS) {
            throw new IllegalStateException("the products are wrong");
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static String spread(double[] millis) {
        return String.format(Locale.ROOT, "%.3f (%.3f .. %.3f)", median(millis), Arrays.stream(millis).min().orElse(0),
                Arrays.stream(millis).max().orElse(0));
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElse(0);
    }
}

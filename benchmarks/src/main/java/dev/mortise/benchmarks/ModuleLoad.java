package dev.mortise.benchmarks;

import java.util.function.IntUnaryOperator;

/**
 * Loads a SQL parser, a module of 1.7 MB, once, in a JVM that has done nothing else, and prints the nanoseconds from its
 * bytes to the first result: decoded, validated, compiled as far as the runtime wants to, instantiated, and a query
 * parsed; then that result, to show that it did.
 *
 * <p>
 * A process of its own, not a JMH benchmark: JMH's own work would warm the JVM up.
 */
final class ModuleLoad {

    /** The sample that is a query with a join, which takes a fair part of the parser. */
    private static final int SAMPLE = 1;

    private ModuleLoad() {}

    /** What was measured, and what the parser said. */
    record Outcome(long nanos, int result) {

        static Outcome parse(String text) {
            var parts = text.strip().split(" ", -1);
            return new Outcome(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public String toString() {
            return nanos + " " + result;
        }
    }

    public static void main(String[] arguments) {
        System.out.println(run(Contender.valueOf(arguments[0])));
    }

    static Outcome run(Contender contender) {
        var wasm = Guests.read("rust/sql.wasm");
        long start = System.nanoTime();
        int result = load(contender, wasm).applyAsInt(SAMPLE);
        return new Outcome(System.nanoTime() - start, result);
    }

    private static IntUnaryOperator load(Contender contender, byte[] wasm) {
        var function = "parse_sample";
        return switch (contender) {
            case MORTISE -> dev.mortise.wasm.Module.parse("sql.wasm", wasm).instantiate().function(function)
                    .as(IntUnaryOperator.class);
            case ENDIVE -> {
                var parse = EndiveGuests.instantiate(wasm).export(function);
                yield sample -> (int) parse.apply(sample)[0];
            }
            case CHICORY -> {
                var parse = ChicoryGuests.instantiate(wasm).export(function);
                yield sample -> (int) parse.apply(sample)[0];
            }
            default -> throw new IllegalArgumentException(contender + " is not measured at loading");
        };
    }
}

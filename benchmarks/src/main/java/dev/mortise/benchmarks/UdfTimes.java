package dev.mortise.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long a query with a function in Spark SQL takes.
 *
 * @param wall milliseconds until there is a result
 * @param cpu milliseconds that the threads of its tasks have worked
 */
record UdfTimes(double wall, double cpu) {

    /** What {@link SparkUdf} prints. */
    static Map<Contender, UdfTimes> parseAll(String lines) {
        return lines.lines().map(line -> line.split(" ", -1)).collect(Collectors.toMap(
                parts -> Contender.valueOf(parts[0]),
                parts -> new UdfTimes(Double.parseDouble(parts[1]), Double.parseDouble(parts[2]))));
    }
}

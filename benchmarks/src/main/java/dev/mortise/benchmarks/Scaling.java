package dev.mortise.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much more two threads do than one.
 *
 * @param one calls, or whatever is done, a second on one thread
 * @param two the same on two threads together
 * @param ratio the second by the first, of slices of time right after each other
 */
record Scaling(double one, double two, double ratio) {

    static Scaling parse(String text) {
        var parts = text.split(" ", -1);
        return new Scaling(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    /** What a process has to say, a line for each contender. */
    static Map<Contender, Scaling> parseAll(String lines) {
        return lines.lines().map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> Contender.valueOf(parts[0]), parts -> parse(parts[1])));
    }

    @Override
    public String toString() {
        return one + " " + two + " " + ratio;
    }
}

package dev.mortise.simulator;

import java.io.Serializable;
import java.util.List;

/**
 * Lines of a trace file that are no requests.
 *
 * @param count how many there are
 * @param first the first few of them
 */
public record SkippedLines(long count, List<BadLine> first) implements Serializable {

    /** None at all. */
    public static final SkippedLines NONE = new SkippedLines(0, List.of());

    /** Keeps the list as it is now. */
    public SkippedLines {
        first = List.copyOf(first);
    }

    /**
     * One of them.
     *
     * @param number counts from 1
     * @param reason why it is no request
     */
    public record BadLine(long number, String reason) implements Serializable {

        @Override
        public String toString() {
            return "line %,d: %s".formatted(number, reason);
        }
    }
}

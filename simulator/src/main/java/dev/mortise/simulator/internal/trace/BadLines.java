package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.SkippedLines;
import dev.mortise.simulator.SkippedLines.BadLine;
import dev.mortise.simulator.TraceException;
import java.util.ArrayList;
import java.util.List;

/** Takes note of lines that are no requests, or refuses the first. */
final class BadLines {

    private static final int SHOWN = 10;

    private final String file;
    private final boolean strict;
    private final List<BadLine> first = new ArrayList<>();
    private long count;

    BadLines(String file, boolean strict) {
        this.file = file;
        this.strict = strict;
    }

    void add(long number, String reason) {
        var line = new BadLine(number, reason);
        if (strict) {
            throw new TraceException("%s: %s".formatted(file, line));
        }
        count++;
        if (first.size() < SHOWN) {
            first.add(line);
        }
    }

    SkippedLines all() {
        return new SkippedLines(count, first);
    }
}

package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;
import java.io.IOException;

/** Reads a format whose lines are whole numbers with blanks between; empty lines count for nothing. */
abstract class NumberLinesReader {

    private final Lines lines;
    private final BadLines bad;
    /** The next number of the line. */
    final DecimalField field = new DecimalField();

    NumberLinesReader(Lines lines, BadLines bad) {
        this.lines = lines;
        this.bad = bad;
    }

    void readInto(Trace.Builder trace) throws IOException {
        while (lines.next()) {
            field.start(lines);
            if (lines.isTooLong()) {
                bad.add(lines.number(), "over %,d bytes are no request".formatted(Lines.LONGEST));
            } else if (!field.isAtEnd()) {
                readLine(trace);
            }
        }
    }

    /** Adds the request of a line with something in it, or refuses it. */
    abstract void readLine(Trace.Builder trace);

    /** Whether the line is this word. */
    final boolean lineIs(String word) {
        return LineText.of(lines).equals(word);
    }

    final void refuse(String reason) {
        bad.add(lines.number(), "%s: '%s'".formatted(reason, LineText.of(lines)));
    }
}

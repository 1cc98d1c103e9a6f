package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;
import java.io.IOException;

/** Reads {@code id size} a line. */
final class IdAndSizeReader {

    private final Lines lines;
    private final BadLines bad;
    private final DecimalField field = new DecimalField();

    IdAndSizeReader(Lines lines, BadLines bad) {
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

    private void readLine(Trace.Builder trace) {
        var id = field.read();
        if (id == DecimalField.NONE) {
            refuse("the id is no whole number of 64 bits");
            return;
        }
        if (field.isAtEnd()) {
            refuse("there is no size");
            return;
        }
        var size = field.read();
        if (size == DecimalField.NONE) {
            refuse("the size is no whole number of 64 bits");
        } else if (size < 0) {
            refuse("the size is negative");
        } else if (!field.isAtEnd()) {
            refuse("there is more than an id and a size");
        } else {
            trace.add(id, size);
        }
    }

    private void refuse(String reason) {
        bad.add(lines.number(), "%s: '%s'".formatted(reason, LineText.of(lines)));
    }
}

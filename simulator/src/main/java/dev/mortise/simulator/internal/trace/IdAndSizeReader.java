package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;

/** Reads {@code id size} a line. */
final class IdAndSizeReader extends NumberLinesReader {

    IdAndSizeReader(Lines lines, BadLines bad) {
        super(lines, bad);
    }

    @Override
    void readLine(Trace.Builder trace) {
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
}

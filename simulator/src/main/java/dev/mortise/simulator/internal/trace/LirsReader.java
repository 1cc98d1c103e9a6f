package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;

/** Reads the number of a block a line. */
final class LirsReader extends NumberLinesReader {

    /** Stands between the parts of some traces. */
    private static final String SEPARATOR = "*";

    private final long blockBytes;

    LirsReader(Lines lines, long blockBytes, BadLines bad) {
        super(lines, bad);
        this.blockBytes = blockBytes;
    }

    @Override
    void readLine(Trace.Builder trace) {
        var block = field.read();
        if (block != DecimalField.NONE && field.isAtEnd()) {
            trace.add(block, blockBytes);
        } else if (!lineIs(SEPARATOR)) {
            refuse("this is not the number of a block");
        }
    }
}

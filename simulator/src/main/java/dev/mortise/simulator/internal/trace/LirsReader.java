package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;
import java.io.IOException;

/** Reads the number of a block a line. */
final class LirsReader {

    private final Lines lines;
    private final long blockBytes;
    private final BadLines bad;
    private final DecimalField field = new DecimalField();

    LirsReader(Lines lines, long blockBytes, BadLines bad) {
        this.lines = lines;
        this.blockBytes = blockBytes;
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
        var block = field.read();
        if (block != DecimalField.NONE && field.isAtEnd()) {
            trace.add(block, blockBytes);
        } else if (!LineText.of(lines).equals("*")) {
            bad.add(lines.number(), "this is not the number of a block: '%s'".formatted(LineText.of(lines)));
        }
    }
}

package dev.mortise.simulator.internal.trace;

import java.nio.charset.StandardCharsets;

/** A line as a message may show it. */
final class LineText {

    private static final int LONGEST = 60;

    private LineText() {}

    /** The beginning of the current line. */
    static String of(Lines lines) {
        return of(new String(lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8));
    }

    /** The beginning of a text. */
    static String of(String text) {
        var line = text.strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

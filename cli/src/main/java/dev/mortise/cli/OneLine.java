package dev.mortise.cli;

/**
 * Makes text that a guest or a file chose fit one line of a terminal: it may hold line ends, and control characters
 * that would steer the terminal.
 */
final class OneLine {

    private static final int MOST = 4_000;

    private OneLine() {}

    /** The text on one line, without control characters, and not endless. */
    static String of(String text) {
        var line = new StringBuilder(Math.min(text.length(), MOST));
        var space = false;
        for (var i = 0; i < text.length() && line.length() < MOST; i++) {
            var c = text.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
                space = !line.isEmpty();
            } else {
                if (space) {
                    line.append(' ');
                    space = false;
                }
                line.append(isControl(c) ? '\uFFFD' : c);
            }
        }
        if (line.length() >= MOST) {
            line.append("...");
        }
        return line.toString();
    }

    /** The same words as the continuation of a line: a capital that only begins a sentence becomes small. */
    static String continued(String text) {
        return text.length() > 1 && Character.isUpperCase(text.charAt(0)) && Character.isLowerCase(text.charAt(1))
                ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    /** Format characters include those that turn the direction of writing, and with it what a reader sees. */
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}

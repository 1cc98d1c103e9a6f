package dev.mortise.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How many columns the terminal has. The JDK does not tell, so {@code stty} is asked, as a shell would. */
final class TerminalWidth {

    private static final int USUAL = 80;
    private static final int LEAST = 20;
    private static final int LONGEST_SECONDS = 2;

    private TerminalWidth() {}

    /** The columns, or the usual 80 where nobody knows. */
    static int columns() {
        var terminal = new File("/dev/tty");
        if (!terminal.exists()) {
            return USUAL;
        }
        try {
            var process = new ProcessBuilder("stty", "size").redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var answer = process.getInputStream()) {
                var words = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
                var columns = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && words.length == 2
                        ? Integer.parseInt(words[1])
                        : 0;
                return columns < LEAST ? USUAL : columns;
            }
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }
}

package dev.mortise.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * One line of a terminal that is drawn over and over and is empty when it is closed. It needs no more of the terminal
 * than a carriage return, and does without the library's own consumers, which load JLine with its native code.
 */
final class TerminalLine implements ProgressBarConsumer {

    private final PrintStream terminal;
    private final int columns;
    private int drawn;
    private boolean closed;

    TerminalLine(PrintStream terminal, int columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    /** One less than there are: a character in the last column would wrap in some terminals. */
    @Override
    public int getMaxRenderedLength() {
        return columns - 1;
    }

    @Override
    public synchronized void accept(String rendered) {
        if (!closed) {
            draw(rendered.length() < columns ? rendered : rendered.substring(0, columns - 1));
        }
    }

    private void draw(String text) {
        terminal.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
        terminal.flush();
        drawn = text.length();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            draw("");
            terminal.print("\r");
            terminal.flush();
        }
    }
}

package dev.mortise.lab.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** A bar on one line of a terminal, which is empty afterwards. */
public final class BarProgress implements Progress {

    private static final int INTERVAL_MILLIS = 500;
    private static final long MILLIS_PER_SECOND = 1000;

    private final ProgressBar bar;
    private final Line line;

    /** On a terminal of so many columns. */
    public BarProgress(PrintStream terminal, int columns) {
        var speaksUnicode = "UTF-8".equalsIgnoreCase(System.getProperty("stderr.encoding"));
        line = new Line(terminal, columns);
        bar = new ProgressBarBuilder().setTaskName("mortise lab").setInitialMax(1)
                .setUnit(" s", MILLIS_PER_SECOND)
                .setStyle(speaksUnicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS).setConsumer(line).setEtaFunction(BarProgress::left).build();
    }

    /** The bar counts milliseconds of work, so what is left of it is the time left. */
    private static Optional<Duration> left(ProgressState state) {
        return Optional.of(Duration.ofMillis(Math.max(0, state.getMax() - state.getCurrent())));
    }

    @Override
    public void begins(String what, long done, long all) {
        bar.maxHint(all);
        bar.stepTo(done);
        bar.setExtraMessage(what);
    }

    @Override
    public void close() {
        // First the line: the library draws a last time on a thread of its own.
        line.close();
        bar.close();
    }

    /** The library's own consumers load JLine with its native code; a carriage return does. */
    private static final class Line implements ProgressBarConsumer {

        private final PrintStream terminal;
        private final int columns;
        private int drawn;
        private boolean isClosed;

        Line(PrintStream terminal, int columns) {
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
            if (!isClosed) {
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
            if (!isClosed) {
                draw("");
                terminal.print("\r");
                terminal.flush();
                isClosed = true;
            }
        }
    }
}

package dev.mortise.cli;

import dev.mortise.simulator.SweepListener;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A progress bar for a sweep, on one line of a terminal that is empty afterwards. */
final class SweepProgress implements SweepListener, AutoCloseable {

    private static final int INTERVAL_MILLIS = 100;
    private static final int ROOM_FOR_BAR = 60;
    private static final int PERCENT = 100;
    private final TerminalLine line;
    private final int columns;
    private final long requestsOfRun;
    private final ProgressBarStyle style;
    /** Ctrl-C ends the process in the middle of the line. */
    private final Thread onExit;
    private @Nullable ProgressBar bar;
    private boolean isOver;

    private SweepProgress(PrintStream terminal, int columns, long requestsOfRun) {
        this.line = new TerminalLine(terminal, columns);
        this.columns = columns;
        this.requestsOfRun = requestsOfRun;
        var speaksUnicode = "UTF-8".equalsIgnoreCase(System.getProperty("stderr.encoding"));
        style = speaksUnicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII;
        onExit = new Thread(this::finish);
    }

    /**
     * A bar to come on a terminal of so many columns.
     *
     * @param requestsOfRun how many make a run, which is what the bar counts
     */
    static SweepProgress on(PrintStream terminal, int columns, long requestsOfRun) {
        var progress = new SweepProgress(terminal, columns, requestsOfRun);
        Runtime.getRuntime().addShutdownHook(progress.onExit);
        return progress;
    }

    @Override
    public synchronized void progress(long sent, long all) {
        if (isOver) {
            return;
        }
        var running = bar;
        if (running == null) {
            running = start(all);
            bar = running;
        }
        if (sent > running.getCurrent()) {
            running.stepTo(sent);
        }
    }

    private ProgressBar start(long all) {
        var builder = new ProgressBarBuilder().setTaskName("simulating").setInitialMax(all)
                .setUnit(" runs", requestsOfRun).setStyle(style).setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(line);
        return columns < ROOM_FOR_BAR ? builder.setRenderer(SweepProgress::narrow).build() : builder.build();
    }

    /** The number alone: beside it the library's bar would be a character wide. */
    private static String narrow(ProgressState state, int longest) {
        var text = "simulating %d %%".formatted(state.getCurrent() * PERCENT / Math.max(state.getMax(), 1));
        return text.substring(0, Math.min(text.length(), longest));
    }

    private synchronized void finish() {
        isOver = true;
        var running = bar;
        bar = null;
        if (running != null) {
            running.refresh();
        }
        // First the line: the library draws a last time on a thread of its own.
        line.close();
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        finish();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The process is ending already.
        }
    }
}

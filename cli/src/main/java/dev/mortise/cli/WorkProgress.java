package dev.mortise.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A progress bar for work whose end is known, on one line of a terminal that is empty afterwards. */
final class WorkProgress implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 100;
    private static final int ROOM_FOR_BAR = 60;
    private static final int PERCENT = 100;
    private final TerminalLine line;
    private final int columns;
    private final String task;
    private final String unitName;
    private final long unit;
    private final ProgressBarStyle style;
    /** Ctrl-C ends the process in the middle of the line. */
    private final Thread onExit;
    private @Nullable ProgressBar bar;
    private boolean isOver;

    private WorkProgress(PrintStream terminal, int columns, String task, String unitName, long unit) {
        this.line = new TerminalLine(terminal, columns);
        this.columns = columns;
        this.task = task;
        this.unitName = unitName;
        this.unit = unit;
        var speaksUnicode = "UTF-8".equalsIgnoreCase(System.getProperty("stderr.encoding"));
        style = speaksUnicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII;
        onExit = new Thread(this::finish);
    }

    /**
     * A bar to come on a terminal of so many columns.
     *
     * @param task what is being done
     * @param unitName what the bar counts
     * @param unit how much of the work is one of these
     */
    static WorkProgress on(PrintStream terminal, int columns, String task, String unitName, long unit) {
        var progress = new WorkProgress(terminal, columns, task, unitName, unit);
        Runtime.getRuntime().addShutdownHook(progress.onExit);
        return progress;
    }

    /** So much is done. */
    synchronized void progress(long done, long all) {
        if (isOver) {
            return;
        }
        var running = bar;
        if (running == null) {
            running = start(all);
            bar = running;
        }
        if (done > running.getCurrent()) {
            running.stepTo(done);
        }
    }

    private ProgressBar start(long all) {
        var builder = new ProgressBarBuilder().setTaskName(task).setInitialMax(all)
                .setUnit(" " + unitName, unit).setStyle(style).setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(line);
        return columns < ROOM_FOR_BAR ? builder.setRenderer(WorkProgress::narrow).build() : builder.build();
    }

    /** The number alone: beside it the library's bar would be a character wide. */
    private static String narrow(ProgressState state, int longest) {
        var text =
                "%s %d %%".formatted(state.getTaskName(), state.getCurrent() * PERCENT / Math.max(state.getMax(), 1));
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

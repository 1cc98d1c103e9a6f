package dev.mortise.cli;

import dev.mortise.plugin.DownloadListener;
import java.io.PrintStream;
import java.net.URI;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A progress bar for modules that are loaded from the network, on one line of a terminal that is empty afterwards. */
final class DownloadProgress implements DownloadListener, AutoCloseable {

    private static final int INTERVAL_MILLIS = 100;
    private static final int ROOM_FOR_BAR = 60;
    private static final long KIBIBYTE = 1024;
    /** The library draws a bar without a known end for a negative one. */
    private static final long UNKNOWN = -1;

    private final PrintStream terminal;
    private final int columns;
    private final ProgressBarStyle style;
    /** Ctrl-C ends the process in the middle of the line. */
    private final Thread onExit = new Thread(this::finish);
    private @Nullable ProgressBar bar;
    private @Nullable TerminalLine line;
    private @Nullable URI current;
    private boolean isOver;

    private DownloadProgress(PrintStream terminal, int columns, ProgressBarStyle style) {
        this.terminal = terminal;
        this.columns = columns;
        this.style = style;
    }

    /** A bar to come, as wide as the terminal. */
    static DownloadProgress on(PrintStream terminal) {
        return on(terminal, TerminalWidth.columns());
    }

    /** Like {@link #on(PrintStream)} for a terminal of so many columns. */
    static DownloadProgress on(PrintStream terminal, int columns) {
        var speaksUnicode = "UTF-8".equalsIgnoreCase(System.getProperty("stderr.encoding"));
        var progress = new DownloadProgress(terminal, columns,
                speaksUnicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII);
        Runtime.getRuntime().addShutdownHook(progress.onExit);
        return progress;
    }

    @Override
    public synchronized void progress(URI url, long received, OptionalLong total) {
        if (isOver) {
            return;
        }
        var running = bar;
        if (running == null || received == 0 || !url.equals(current)) {
            end();
            current = url;
            running = start(url, total);
            bar = running;
        }
        running.stepTo(received);
    }

    private ProgressBar start(URI url, OptionalLong total) {
        var drawnOn = new TerminalLine(terminal, columns);
        line = drawnOn;
        var builder = new ProgressBarBuilder().setTaskName(name(url, columns / 3))
                .setInitialMax(total.orElse(UNKNOWN)).setUnit(" KiB", KIBIBYTE).setStyle(style)
                .setUpdateIntervalMillis(INTERVAL_MILLIS).setConsumer(drawnOn);
        return columns < ROOM_FOR_BAR ? builder.setRenderer(DownloadProgress::narrow).build() : builder.build();
    }

    /** The numbers alone: beside them the library's bar would be a character wide. */
    private static String narrow(ProgressState state, int longest) {
        var received = state.getCurrent() / KIBIBYTE;
        var text = state.isIndefinite() ? "%s %,d KiB".formatted(state.getTaskName(), received)
                : "%s %,d of %,d KiB".formatted(state.getTaskName(), received, state.getMax() / KIBIBYTE);
        return text.substring(0, Math.min(text.length(), longest));
    }

    /** The file's name, short enough to leave room for the bar. */
    private static String name(URI url, int longest) {
        var path = url.getPath() == null ? "" : url.getPath();
        var last = path.substring(path.lastIndexOf('/') + 1);
        var name = OneLine.of(last.isEmpty() ? String.valueOf(url.getHost()) : last);
        return name.length() <= longest ? name : name.substring(0, longest - 2) + "..";
    }

    private synchronized void finish() {
        isOver = true;
        end();
    }

    private void end() {
        var running = bar;
        var drawnOn = line;
        bar = null;
        line = null;
        if (running != null && drawnOn != null) {
            running.refresh();
            // First the line: the library draws a last time on a thread of its own.
            drawnOn.close();
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

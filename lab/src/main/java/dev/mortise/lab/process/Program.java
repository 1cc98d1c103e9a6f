package dev.mortise.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program to be run, one at a time. Its output goes through files: a process that leaves a child behind which holds a
 * pipe open would else never be read to its end.
 *
 * @param command with its arguments
 * @param folder to run it in
 * @param environment added to this process's own
 * @param limit after which it is stopped, with all that it started
 */
public record Program(List<String> command, Path folder, Map<String, String> environment, Duration limit) {

    /** More output than this is not looked at. */
    private static final int MOST_BYTES = 16 << 20;
    private static final long GRACE_SECONDS = 10;
    /** In the environment of all that is started here, and so of all that these start. */
    private static final String MARK = "MORTISE_LAB";
    private static final String MARK_OF_THIS_PROCESS = Long.toString(ProcessHandle.current().pid());
    private static final AtomicReference<@Nullable Process> RUNNING = new AtomicReference<>();
    private static final ReentrantLock BUSY = new ReentrantLock();
    private static volatile boolean isEnding;

    /**
     * Runs it to its end. What it has started is stopped then: on Linux all of it, elsewhere if the program itself had to
     * be stopped.
     *
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted; the program was stopped
     * @throws CancellationException if {@link #end} was called; the program was stopped, or not even started
     */
    public Finished run() throws IOException, InterruptedException {
        BUSY.lockInterruptibly();
        try {
            checkNotEnding();
            var out = Files.createTempFile("mortise-lab", ".out");
            var err = Files.createTempFile("mortise-lab", ".err");
            try {
                return run(out.toFile(), err.toFile());
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } finally {
            BUSY.unlock();
        }
    }

    private Finished run(File out, File err) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectOutput(out)
                .redirectError(err);
        builder.environment().putAll(environment);
        builder.environment().put(MARK, MARK_OF_THIS_PROCESS);
        var start = System.nanoTime();
        var process = builder.start();
        RUNNING.set(process);
        try {
            // Whoever ends this process may have looked before there was one to stop.
            checkNotEnding();
            // On a platform thread this waits for the exit itself, not for a look at it now and then.
            var isLate = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            var nanos = System.nanoTime() - start;
            checkNotEnding();
            if (isLate) {
                stop(process);
            }
            return new Finished(isLate ? -1 : process.exitValue(), isLate, read(out.toPath()), read(err.toPath()),
                    nanos);
        } finally {
            stop(process);
            RUNNING.set(null);
        }
    }

    private static void checkNotEnding() {
        if (isEnding) {
            throw new CancellationException("interrupted");
        }
    }

    /** Ends what runs now, if anything does. */
    public static void stopRunning() {
        var process = RUNNING.get();
        if (process != null) {
            stop(process);
        }
    }

    /** Ends what runs now, and lets nothing begin any more: this process is to end. */
    public static void end() {
        isEnding = true;
        stopRunning();
        try {
            // Until what it leaves is removed.
            if (BUSY.tryLock(GRACE_SECONDS, TimeUnit.SECONDS)) {
                BUSY.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As long as a process is there, its descendants are known. */
    private static void stop(Process process) {
        var others =
                Stream.concat(process.descendants(), ProcessHandle.allProcesses().filter(Program::isMarked)).toList();
        process.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was started by a program that was started here; as far as the system tells. */
    private static boolean isMarked(ProcessHandle process) {
        try {
            var environment = Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"),
                    StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + MARK + "=" + MARK_OF_THIS_PROCESS + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }
}

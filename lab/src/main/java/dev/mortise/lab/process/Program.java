package dev.mortise.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A program to be run. Its output goes through files: a process that leaves a child behind which holds a pipe open would
 * else never be read to its end.
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
    private static final AtomicReference<@Nullable Process> RUNNING = new AtomicReference<>();

    /**
     * Runs it to its end.
     *
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted; the program was stopped
     */
    public Finished run() throws IOException, InterruptedException {
        var out = Files.createTempFile("mortise-lab", ".out");
        var err = Files.createTempFile("mortise-lab", ".err");
        try {
            return run(out.toFile(), err.toFile());
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private Finished run(File out, File err) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectOutput(out)
                .redirectError(err);
        builder.environment().putAll(environment);
        var start = System.nanoTime();
        var process = builder.start();
        RUNNING.set(process);
        try {
            // On a platform thread this waits for the exit itself, not for a look at it now and then.
            var isLate = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            var nanos = System.nanoTime() - start;
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

    /** Ends what runs now, if anything does. */
    public static void stopRunning() {
        var process = RUNNING.get();
        if (process != null) {
            stop(process);
        }
    }

    private static void stop(Process process) {
        if (!process.isAlive()) {
            return;
        }
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }
}

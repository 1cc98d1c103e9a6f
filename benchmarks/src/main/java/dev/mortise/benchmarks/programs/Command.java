package dev.mortise.benchmarks.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command line, to be run again and again. */
record Command(List<String> words) {

    /** Longer than the slowest runtime takes for the slowest program. */
    private static final long MINUTES = 5;

    /** How often the kernel is asked for the peak of a process's memory, which it forgets when the process ends. */
    private static final long POLL_MILLIS = 10;

    Command(List<String> host, Linked linked) {
        var all = new ArrayList<>(host);
        all.addAll(linked.words());
        this(all);
    }

    /**
     * What a run gave.
     *
     * @param nanos from the process's start to its end
     * @param output its standard output
     */
    record Run(long nanos, String output) {}

    /**
     * Runs it once.
     *
     * @throws IOException if it fails or takes more than five minutes; the message has the last line of its errors
     */
    Run run(byte[] input) throws IOException, InterruptedException {
        return run(input, process -> {});
    }

    /** The most resident memory that a run takes, in bytes; 0 where the kernel does not say. */
    long peakMemory(byte[] input) throws IOException, InterruptedException {
        var peak = new long[1];
        run(input, process -> Thread.ofVirtual().start(() -> {
            while (process.isAlive()) {
                peak[0] = Math.max(peak[0], residentPeak(process.pid()));
                try {
                    Thread.sleep(POLL_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }));
        return peak[0];
    }

    /** Something to do with a process when it has started. */
    private interface Watcher {
        void watch(Process process);
    }

    private Run run(byte[] input, Watcher watcher) throws IOException, InterruptedException {
        var in = Files.createTempFile("input", null);
        var errors = Files.createTempFile("errors", null);
        try {
            Files.write(in, input);
            long start = System.nanoTime();
            var process = new ProcessBuilder(words).redirectInput(in.toFile()).redirectError(errors.toFile()).start();
            watcher.watch(process);
            var output = new ByteArrayOutputStream();
            var reader = Thread.ofVirtual().start(() -> {
                try {
                    process.getInputStream().transferTo(output);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    throw new IOException("stopped after " + MINUTES + " minutes");
                }
                long nanos = System.nanoTime() - start;
                reader.join();
                if (process.exitValue() != 0) {
                    throw new IOException("exit code " + process.exitValue() + ": " + complaint(errors));
                }
                return new Run(nanos, output.toString(StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(in);
            Files.delete(errors);
        }
    }

    private static String complaint(Path errors) throws IOException {
        return Files.readString(errors, StandardCharsets.ISO_8859_1).lines().filter(line -> !line.isBlank()).findFirst()
                .orElse("it said nothing");
    }

    private static long residentPeak(long process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}

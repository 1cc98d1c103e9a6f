package dev.mortise.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The command dd, which the published experiment has beside its figures: what the system moves from zero to null. */
final class DdRuntime implements HostRuntime {

    private static final long BYTES_A_RUN = 1L << 28;
    private static final double NANOS_PER_SECOND = 1e9;
    /** As GNU's and busybox's dd say it, and as BSD's does. */
    private static final Pattern SECONDS = Pattern
            .compile("(?:copied, |transferred in )([0-9.]+(?:e-?\\d+)?) s(?:econds|ecs)?");

    @Override
    public String title() {
        return "dd of this system";
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.of(Task.THROUGHPUT);
    }

    /** Nanoseconds to move one block, as dd itself has timed many. */
    static double nanosPerBlock(long bytes) {
        var count = Math.max(1, BYTES_A_RUN / bytes);
        try {
            var builder = new ProcessBuilder("dd", "if=/dev/zero", "of=/dev/null", "bs=" + bytes, "count=" + count)
                    .redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            var found = SECONDS.matcher(said);
            if (process.waitFor() != 0 || !found.find()) {
                throw new UnsupportedOperationException("dd says nothing of its speed: " + said.strip());
            }
            return Double.parseDouble(found.group(1)) * NANOS_PER_SECOND / count;
        } catch (IOException e) {
            throw new UnsupportedOperationException("there is no dd on this machine", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Code compile(byte[] wasm) {
        throw new UnsupportedOperationException("dd runs no guest");
    }

    @Override
    public Split run(byte[] wasm, List<String> arguments) {
        throw new UnsupportedOperationException("dd runs no guest");
    }
}

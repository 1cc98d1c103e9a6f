package dev.mortise.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * Builds the guests that are too big to be committed, with {@code guests/build}, once a run. Where their toolchain is
 * missing the test is skipped with a line that says so; with {@code CI} in the environment that is a failure.
 */
final class GuestBuild {

    /** What the script exits with when it has no toolchain. */
    private static final int TOOLCHAIN_MISSING = 3;

    /** By folder: why there is nothing, or an empty text. */
    private static final Map<String, String> OBSTACLES = new ConcurrentHashMap<>();

    private GuestBuild() {}

    /** A built file, by its path below {@code guests/target/out}. */
    static Path file(String path) {
        var folder = path.substring(0, path.indexOf('/'));
        var obstacle = OBSTACLES.computeIfAbsent(folder, GuestBuild::build);
        if (!obstacle.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError("in CI every language must be there: " + obstacle);
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "left out: " + obstacle);
        return Guests.file("target/out/" + path);
    }

    private static String build(String folder) {
        try {
            var log = Files.createTempFile("guests-build", ".log");
            try {
                var exitCode = run(folder, log);
                var said = Files.readString(log).strip();
                if (exitCode == TOOLCHAIN_MISSING) {
                    return leftOut(folder, said.substring(said.lastIndexOf('\n') + 1));
                }
                if (exitCode != 0) {
                    throw new AssertionError("guests/build %s: exit code %d%n%s".formatted(folder, exitCode, said));
                }
                return "";
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            return leftOut(folder, "guests/build does not run here: " + e.getMessage());
        }
    }

    private static String leftOut(String folder, String obstacle) {
        System.out.println("languages, without " + folder + ": " + obstacle);
        return obstacle;
    }

    private static int run(String folder, Path log) throws IOException {
        var script = Guests.file("build").toRealPath().toString();
        var process = new ProcessBuilder("bash", script, folder).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while guests/build " + folder + " ran", e);
        }
    }
}

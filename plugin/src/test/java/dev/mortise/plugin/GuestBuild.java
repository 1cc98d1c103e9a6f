package dev.mortise.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The guests that are too big to be committed. With {@code CI}, or {@code MORTISE_BUILD_GUESTS=true}, in the
 * environment {@code guests/build} builds them, once a run, and a failure fails the test. Without, nothing is built or
 * downloaded: what an earlier {@code guests/build} has left counts if it is what {@code uncommitted.sha256} says, else
 * the test is skipped.
 */
final class GuestBuild {

    private static final boolean BUILDS = System.getenv("CI") != null
            || "true".equals(System.getenv("MORTISE_BUILD_GUESTS"));

    /** What the script may take, its downloads included. */
    private static final int MINUTES = 10;

    /** By file or, where they are built, by folder: why there is nothing, or an empty text. */
    private static final Map<String, String> OBSTACLES = new ConcurrentHashMap<>();

    private GuestBuild() {}

    /** A built file, by its path below {@code guests/target/out}. */
    static Path file(String path) {
        if (BUILDS) {
            var folder = path.substring(0, path.indexOf('/'));
            var obstacle = OBSTACLES.computeIfAbsent(folder, GuestBuild::build);
            if (!obstacle.isEmpty()) {
                throw new AssertionError("where guests are built every language must be there: " + obstacle);
            }
        } else {
            var obstacle = OBSTACLES.computeIfAbsent(path, GuestBuild::find);
            Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        }
        return Guests.file("target/out/" + path);
    }

    private static String find(String path) {
        try {
            var file = Guests.file("build").resolveSibling("target/out/" + path);
            if (Files.exists(file) && Files.readString(Guests.file("uncommitted.sha256")).lines()
                    .anyMatch((sha256(file) + "  " + path)::equals)) {
                return "";
            }
            var obstacle = "%s is left out: guests/target/out has no such file with the hash of uncommitted.sha256; "
                    .formatted(path) + "to have it, run: guests/build go javascript";
            System.out.println(obstacle);
            return obstacle;
        } catch (IOException e) {
            return path + " is left out: it cannot be read: " + e;
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Returns a failure rather than throwing it, for it must be remembered. */
    private static String build(String folder) {
        try {
            var log = Files.createTempFile("guests-build", ".log");
            try {
                var outcome = run(folder, log);
                return outcome.isEmpty()
                        ? ""
                        : "guests/build %s: %s%n%s".formatted(folder, outcome, Files.readString(log).strip());
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            return "guests/build does not run here: " + e.getMessage();
        }
    }

    /** What went wrong, or an empty text. */
    private static String run(String folder, Path log) throws IOException {
        var script = Guests.file("build").toRealPath().toString();
        var process = new ProcessBuilder("bash", script, folder).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return "it was stopped after " + MINUTES + " minutes";
            }
            return process.exitValue() == 0 ? "" : "exit code " + process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}

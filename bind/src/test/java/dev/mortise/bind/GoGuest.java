package dev.mortise.bind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The guest in Go, which is too big to be committed. What an earlier {@code guests/build} has left counts if it is what
 * {@code uncommitted.sha256} says. Else it is built where {@code CI}, or {@code MORTISE_BUILD_GUESTS=true}, is in the
 * environment, and a failure fails the test; elsewhere the test is skipped.
 */
final class GoGuest {

    private static final boolean BUILDS = System.getenv("CI") != null
            || "true".equals(System.getenv("MORTISE_BUILD_GUESTS"));
    private static final Path GUESTS = Path.of(System.getProperty("mortise.root"), "guests");
    private static final Path FILE = GUESTS.resolve("target/out/go/bind.wasm");

    /** What the script may take, its downloads included. */
    private static final int MINUTES = 10;

    private GoGuest() {}

    static synchronized Path file() throws IOException {
        if (!isThere()) {
            Assumptions.assumeTrue(BUILDS, "guests/target/out has no go/bind.wasm with the hash of uncommitted.sha256; "
                    + "to have it, run: guests/build go");
            build();
        }
        return FILE;
    }

    private static boolean isThere() throws IOException {
        return Files.exists(FILE) && Files.readString(GUESTS.resolve("uncommitted.sha256")).lines()
                .anyMatch((sha256(FILE) + "  go/bind.wasm")::equals);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void build() throws IOException {
        var log = Files.createTempFile("guests-build", ".log");
        var process = new ProcessBuilder("bash", GUESTS.resolve("build").toRealPath().toString(), "go")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("guests/build go has failed, or has not ended in time:\n"
                        + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Files.delete(log);
        }
    }
}

package dev.mortise.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs that {@code benchmarks/programs --fetch} gets. With {@code CI} in the environment it is called for those
 * that take seconds, with {@code MORTISE_FETCH_PROGRAMS=true} for all, and a program that cannot be had then fails the
 * test. Without, nothing is downloaded: what an earlier call has left counts, and tests of other programs are skipped.
 */
final class FetchedPrograms {

    private static final boolean FETCHES_ALL = "true".equals(System.getenv("MORTISE_FETCH_PROGRAMS"));
    private static final boolean FETCHES_SMALL = FETCHES_ALL || System.getenv("CI") != null;
    private static final List<String> SMALL = List.of("ffi", "prism", "quickjs", "graphviz");

    private static final int MINUTES = 10;

    private FetchedPrograms() {}

    /** The files, with this program among them. */
    static synchronized ProgramFiles with(String program) throws IOException {
        var benchmarks = Path.of("").toAbsolutePath();
        var file = benchmarks.resolve("target/programs/" + program + ".wasm");
        if (FETCHES_ALL || FETCHES_SMALL && SMALL.contains(program)) {
            fetch(benchmarks, program);
            if (!Files.exists(file)) {
                throw new AssertionError("where programs are fetched all must be there: benchmarks/programs --fetch "
                        + program + " did not bring it; its output is above");
            }
        }
        var there = Files.exists(file);
        if (!there) {
            System.out.printf("%s is left out; to have it, run: benchmarks/programs --fetch %s%n", program, program);
        }
        Assumptions.assumeTrue(there, program + " was not fetched");
        return ProgramFiles.below(benchmarks);
    }

    private static void fetch(Path benchmarks, String program) throws IOException {
        var process = new ProcessBuilder("bash", benchmarks.resolve("programs").toString(), "--fetch", program)
                .inheritIO().start();
        try {
            process.waitFor(MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}

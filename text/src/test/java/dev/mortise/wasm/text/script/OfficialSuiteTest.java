package dev.mortise.wasm.text.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.CodeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every form of every file of the official suite: passed, or skipped for a reason that a list in git states, exactly. A
 * loss or a gain shows as a difference to the list.
 *
 * <p>
 * The suite lies in {@code -Dmortise.testsuite=DIR}, else in {@code ../shared/spec-testsuite} beside the repository; in
 * CI it must be there. {@code -Dmortise.testsuite.update=true} writes the list anew. With {@code
 * -Dmortise.testsuite.metered=true} all instances have fuel, with {@code -Dmortise.testsuite.from=jar} all modules are
 * compiled ahead of time, and with {@code -Dmortise.testsuite.from=cache} each file is run from an empty cache and then
 * from what that has filled it with, with {@code -Ddev.mortise.wasm.methodBytes=100} functions are cut into tiny pieces;
 * the list must not change.
 */
class OfficialSuiteTest {

    private static final Path EXPECTED = Path.of("src/test/resources/official-suite.txt");
    /** A line each: file, colon, line of the form, space, why version 3.0 has another answer than 2.0. */
    private static final Path DIFFERENCES = Path.of("src/test/resources/official-suite-differences.txt");
    private static final String DIFFERENT = "skipped for Wasm 3.0 where it differs from 2.0";
    private static final boolean METERED = Boolean.getBoolean("mortise.testsuite.metered");
    private static final String FROM = System.getProperty("mortise.testsuite.from", "compiler");
    private static final Path REPORT = Path.of("target/official-suite-report.txt");
    /** Recursion to the end of the stack is part of the suite: enough for it to be deep, little enough to be quick. */
    private static final long STACK_BYTES = 2 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void everyFormPassesOrIsSkippedAsListed() throws Exception {
        var suite = suite();
        var lines = new ArrayList<String>();
        var failures = new ArrayList<String>();
        var totals = new TreeMap<String, Integer>();
        var differences = differences();
        var files = files(suite);
        for (var file : files) {
            var counts = runFrom(suite, file, differences, failures);
            lines.add(suite.relativize(file) + ": " + describe(counts));
            counts.forEach((key, count) -> totals.merge(key, count, Integer::sum));
        }
        differences.forEach(form -> failures.add(form + ": listed in " + DIFFERENCES + ", but there is no such form"));
        var summary = "total of " + files.size() + " files: " + describe(totals);
        lines.add(summary);
        Files.createDirectories(REPORT.toAbsolutePath().getParent());
        var report = new ArrayList<>(lines);
        report.addAll(failures);
        Files.write(REPORT, report);
        System.out.println("official suite, " + summary);
        if (Boolean.getBoolean("mortise.testsuite.update")) {
            Files.write(EXPECTED, lines);
        }
        assertThat(failures).isEmpty();
        assertThat(lines).as("outcome by file, see " + REPORT).isEqualTo(Files.readAllLines(EXPECTED));
    }

    private static Path suite() {
        var given = System.getProperty("mortise.testsuite", "");
        var suite = given.isEmpty() ? Path.of("../../shared/spec-testsuite") : Path.of(given);
        if (!Files.isDirectory(suite)) {
            assertThat(System.getenv("CI")).as("in CI the official suite must be at " + suite).isNull();
            Assumptions.abort("the official suite is not at " + suite + ": say -Dmortise.testsuite=DIR");
        }
        return suite;
    }

    private static List<Path> files(Path suite) throws IOException {
        try (var all = Files.walk(suite)) {
            return all.filter(file -> file.toString().endsWith(".wast")).sorted().toList();
        }
    }

    private static Set<String> differences() throws IOException {
        return Files.readAllLines(DIFFERENCES).stream().map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, Integer> runFrom(Path suite, Path file, Set<String> differences, List<String> failures)
            throws Exception {
        switch (FROM) {
            case "compiler" -> {
                return run(suite, file, ModuleOrigin.COMPILER, differences, failures);
            }
            case "jar" -> {
                return run(suite, file, ModuleOrigin.JAR, differences, failures);
            }
            case "cache" -> {
                try (var cold = CodeCache.open(folder.resolve("code"))) {
                    run(suite, file, ModuleOrigin.cache(cold), new TreeSet<>(differences), new ArrayList<>());
                }
                try (var warm = CodeCache.open(folder.resolve("code"))) {
                    return run(suite, file, ModuleOrigin.cache(warm), differences, failures);
                }
            }
            default -> throw new IllegalArgumentException("-Dmortise.testsuite.from is compiler, jar or cache, not "
                    + FROM);
        }
    }

    private static Map<String, Integer> run(Path suite, Path file, ModuleOrigin origin, Set<String> differences,
            List<String> failures) throws Exception {
        var counts = new ConcurrentHashMap<String, Integer>();
        var bytes = Files.readAllBytes(file);
        var name = suite.relativize(file).toString();
        var thread = new Thread(null, () -> Script.run(name, bytes, METERED, origin, (line, outcome) -> {
            var form = name + ":" + line;
            var listed = differences.remove(form);
            switch (outcome) {
                case Outcome.Failed ignored when listed -> counts.merge(DIFFERENT, 1, Integer::sum);
                case Outcome other when listed -> failures.add(form + ": listed in " + DIFFERENCES + ", but " + other);
                case Outcome.Passed ignored -> counts.merge("passed", 1, Integer::sum);
                case Outcome.Skipped skipped -> counts.merge("skipped for " + skipped.feature(), 1, Integer::sum);
                case Outcome.Failed failed -> {
                    counts.merge("failed", 1, Integer::sum);
                    failures.add(form + ": " + failed.reason());
                }
            }
        }), name, STACK_BYTES);
        thread.start();
        thread.join();
        return new TreeMap<>(counts);
    }

    private static String describe(Map<String, Integer> counts) {
        var parts = new ArrayList<String>();
        counts.forEach((key, count) -> parts.add(count + " " + key));
        return String.join(", ", parts);
    }
}

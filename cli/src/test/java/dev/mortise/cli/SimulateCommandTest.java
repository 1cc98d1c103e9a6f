package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.simulator.BuiltInPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SimulateCommandTest {

    private static final String KEEP_EVERYTHING = Path.of(System.getProperty("mortise.root", ".."),
            "simulator/src/test/resources/keep-everything.wat").toString();

    @TempDir
    private Path folder;
    private String trace = "";

    @BeforeEach
    void writeTrace() throws IOException {
        // Round and round through 5 objects of 1 KiB, and now and then one of 1 MiB.
        var lines = IntStream.range(0, 3000).mapToObj(i -> i % 100 == 99 ? "7 1048576" : i % 5 + " 1024")
                .collect(Collectors.joining("\n"));
        trace = Files.writeString(folder.resolve("trace.txt"), lines).toString();
    }

    /** Runs it in a single repetition with all files in the temporary folder. */
    private Run simulate(String... options) {
        var all = new ArrayList<>(List.of("simulate", "--repeat", "1"));
        if (!List.of(options).contains("--trace")) {
            all.addAll(List.of("--trace", trace));
        }
        if (!List.of(options).contains("-o")) {
            all.addAll(List.of("-o", folder.resolve("out").toString()));
        }
        all.addAll(List.of(options));
        return mortise(all.toArray(String[]::new));
    }

    /** The cells of a table's line that begins with these. */
    private static String line(Run run, String... start) {
        var beginning = String.join(" ", start);
        return run.out().lines().map(line -> line.strip().replaceAll(" {2,}", " "))
                .filter(line -> line.startsWith(beginning)).findFirst().orElse("no " + beginning + " in " + run.out());
    }

    @Test
    void printsATableOfAllPoliciesUnderAllAbis() {
        var run = simulate("--sizes", "4K,1");

        assertThat(run.err()).startsWith("charts: ").hasLineCount(1);
        assertThat(run.out()).startsWith("trace.txt: 3,000 requests for 6 objects of 1.0 MiB\n\n");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(line(run, "policy")).isEqualTo("policy cache hits ratio byte hits bypasses");
        assertThat(line(run, "policy cache java")).isEqualTo("policy cache java direct struct bincode");
        // FIFO has as a rule just forgotten what is asked for next; the large object bypasses it 30 times.
        assertThat(line(run, "fifo", "4 KiB")).isEqualTo("fifo 4 KiB 116 0.0387 0.0034 30");
        assertThat(line(run, "fifo", "4 KiB 0.0")).matches(
                "fifo 4 KiB \\d+\\.\\d{4}( \\d+\\.\\d{4} x\\d+\\.\\d){3}");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theHelpTellsEachPolicyAndWhatABypassIs() {
        var help = mortise("simulate", "--help").out();

        for (var policy : BuiltInPolicy.values()) {
            assertThat(help).contains("\n  " + policy.label() + " ");
        }
        assertThat(help).contains("An object larger than the cache bypasses it").contains("evicts the largest object");
        assertThat(help.substring(help.indexOf("\nPolicies:"), help.indexOf("\nExamples:")).lines())
                .allMatch(line -> line.length() < 80);
    }

    @Test
    void columnsThatDoNotFitGoOnBelow() {
        var run = simulate("--sizes", "1", "--policies", "gds-published", "--guests", "rust,c");

        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        var times = run.out().substring(run.out().indexOf("Seconds; x: times as long as in Java\n\n")).lines()
                .map(line -> line.strip().replaceAll(" {2,}", " ")).filter(line -> line.startsWith("policy")).toList();
        assertThat(times).hasSizeGreaterThan(1);
        assertThat(String.join("", times).replace("policy cache", "")).isEqualTo(
                " java rust direct c direct rust struct c struct rust bincode c bincode");
    }

    @Test
    void drawsCharts() throws IOException {
        var run = simulate("--sizes", "0.002,0.004,4", "--policies", "lru,fifo");

        for (var chart : new String[]{"hit-ratio.png", "seconds.png"}) {
            var file = folder.resolve("out").resolve(chart);
            assertThat(run.err()).contains(file.toString());
            var image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(1800);
            // White, grid, text, and two colours at least: something was drawn.
            assertThat(Arrays.stream(image.getRGB(0, 0, 1800, 1120, null, 0, 1800)).distinct().count())
                    .isGreaterThan(20);
        }
    }

    /** Java, and two languages under three ABIs: the seventh colour is black, the eighth grey. */
    @Test
    void theTimeOfEachLanguageHasItsOwnColour() throws IOException {
        simulate("--sizes", "4", "--policies", "lru", "--guests", "rust,c");

        var image = ImageIO.read(folder.resolve("out/seconds.png").toFile());
        var colours = Arrays.stream(image.getRGB(0, 0, 1800, 1120, null, 0, 1800)).map(rgb -> rgb & 0xFFFFFF).boxed()
                .collect(Collectors.toSet());
        assertThat(colours).contains(0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9)
                .doesNotContain(0xF0E442);
    }

    @Test
    void printsCsv() {
        var run = mortise("simulate", "--trace", trace, "--repeat", "1", "--format", "csv", "--policies", "fifo,lfu",
                "--sizes", "2K", "--abi", "java,struct", "--guests", "rust,c");

        assertThat(run.err()).isEmpty();
        var lines = run.out().lines().toList();
        assertThat(lines).hasSize(1 + 2 * 3);
        assertThat(lines.getFirst()).isEqualTo("policy,implementation,abi,cache_bytes,requests,hits,hit_ratio,"
                + "bypasses,hit_bytes,byte_hit_ratio,seconds,ratio_to_java,failure");
        assertThat(lines.get(1)).matches("fifo,java,java,2048,3000,0,0.000000,30,0,0.000000,0\\.\\d{6},1.000000,");
        assertThat(lines.get(3))
                .matches("fifo,c,struct,2048,3000,0,0.000000,30,0,0.000000,\\d+\\.\\d{6},\\d+\\.\\d{6},");
        assertThat(lines.get(5)).startsWith("lfu,rust,struct,2048,3000,");
    }

    @Test
    void printsJson() {
        var run = mortise("simulate", "--trace", trace, "--repeat", "2", "--format", "json", "--policies", "lru",
                "--sizes", "1", "--abi", "java");

        assertThat(run.err()).isEmpty();
        var words = new ArrayList<String>();
        try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), run.out())) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    words.add(json.currentName());
                }
            }
        }
        assertThat(words).containsExactly("trace", "name", "requests", "objects", "objectBytes", "requestedBytes",
                "skippedLines", "runs", "policy", "implementation", "abi", "cacheBytes", "requests", "hits", "hitRatio",
                "bypasses", "hitBytes", "byteHitRatio", "seconds", "ratioToJava", "nanos", "disagreements");
    }

    @ParameterizedTest
    @ValueSource(strings = {"results.csv", "results.json"})
    void writesOneFileByItsEnding(String name) throws IOException {
        var file = folder.resolve(name);

        var run = simulate("-o", file.toString(), "--policies", "lru", "--sizes", "1", "--abi", "java");

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(file)).contains("cache").startsWith(name.endsWith("csv") ? "policy" : "{");
    }

    /** It has the name of a built-in policy, and counts what that counts as long as everything fits. */
    @Test
    void aPolicyOfOnesOwnIsOneFile() {
        var run = simulate("--policies", KEEP_EVERYTHING + ",lru=" + KEEP_EVERYTHING, "--sizes", "4");

        assertThat(run.err()).startsWith("charts: ").hasLineCount(1);
        assertThat(line(run, KEEP_EVERYTHING)).endsWith(" 2,994 0.9980 0.9695 0");
        assertThat(line(run, KEEP_EVERYTHING, "4 MiB - 0.")).doesNotStartWith("no ");
        assertThat(line(run, "lru")).contains(" 2,994 ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aDisagreementFailsTheRunAndTellsBothCounts() {
        var run = simulate("--policies", "lru=" + KEEP_EVERYTHING, "--sizes", "4,2K", "--abi", "java,direct");

        assertThat(run.err()).endsWith("mortise: two ways of running a policy disagree: lru, 2 KiB: lru in Java counts "
                + "0 hits, and lru (%s, direct) 2965\n".formatted(KEEP_EVERYTHING));
        assertThat(run.out()).contains("lru");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void aPolicyThatFailsIsTold() throws IOException {
        var policy = Files.writeString(folder.resolve("trap.wat"), """
                (module
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64) unreachable)
                  (func (export "stats") (result i64) (i64.const 0)))
                """).toString();

        var run = simulate("--policies", "lru,mine=" + policy, "--sizes", "4");

        assertThat(line(run, "mine")).isEqualTo("mine 4 MiB - - - -");
        assertThat(run.out()).containsPattern("(?m)^mine +4 MiB +- +failed +- +-$");
        assertThat(run.err().lines().toList()).last().asString().startsWith("mortise: a policy failed: mine (" + policy
                + ", direct), 4 MiB: ").contains("unreachable");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void aPolicyThatNeverReturnsIsStopped() throws IOException {
        var policy = Files.writeString(folder.resolve("spin.wat"), """
                (module
                  (func (export "init") (param i64) (loop (br 0)))
                  (func (export "send") (param i32 i64))
                  (func (export "stats") (result i64) (i64.const 0)))
                """).toString();

        var run = simulate("--policies", policy, "--sizes", "4", "--timeout", "1");

        assertThat(run.err()).contains("stopped after 1 s").doesNotContain("charts:");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void skipsBadLinesAndSaysSo() throws IOException {
        Files.writeString(folder.resolve("bad.txt"), "1 1\nx\u001B[2J\n2 2\n" + "3\n".repeat(20));

        var run = simulate("--trace", folder.resolve("bad.txt").toString(), "--policies", "lru", "--sizes", "1");

        assertThat(run.err()).startsWith("mortise: bad.txt: 21 lines are no requests and were skipped, the first of "
                + "them:\n    line 2: the id is no whole number of 64 bits: 'x\uFFFD[2J'\n    line 4: there is no size: "
                + "'3'\n").hasLineCount(1 + 10 + 1);
        assertThat(run.out()).contains("2 requests");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void endsAtABadLineIfAsked() throws IOException {
        Files.writeString(folder.resolve("bad.txt"), "1 1\nx\n");

        var run = simulate("--trace", folder.resolve("bad.txt").toString(), "--strict");

        assertThat(run.err()).isEqualTo("mortise: bad.txt: line 2: the id is no whole number of 64 bits: 'x'\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void readsOtherFormatsByTheFilesNameOrByOption() throws IOException {
        var csv = Files.writeString(folder.resolve("log.CSV"), "url;bytes\n/a;7\n/b;8\n").toString();
        var lirs = Files.writeString(folder.resolve("blocks"), "1\n2\n1\n").toString();

        assertThat(simulate("--trace", csv, "--id-column", "url", "--size-column", "bytes", "--separator", ";",
                "--policies", "lru", "--sizes", "1").out()).startsWith("log.CSV: 2 requests for 2 objects of 15 B");
        assertThat(simulate("--trace", lirs, "--trace-format", "lirs", "--block-bytes", "512", "--policies", "lru",
                "--sizes", "1").out()).startsWith("blocks: 3 requests for 2 objects of 1 KiB");
    }

    @Test
    void showsProgressOnATerminalOnly() {
        var run = Run.withErrorsOnTerminal("simulate", "--trace", trace, "--policies", "lru", "--abi", "java", "-o",
                folder.toString());

        assertThat(run.err()).contains("\rsimulating", "/37 runs", "\rcharts: ");
        assertThat(simulate("--policies", "lru", "--abi", "java").err()).doesNotContain("\r");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--policies nope | there is no policy 'nope': there are fifo, lru, lfu, gds, gds-published, and modules",
        "--policies lru,, | there is no policy ''", "--sizes 4,x | --sizes takes numbers of MiB", "--sizes 0 | --sizes",
        "--sizes -4 | --sizes takes", "--sizes 99999999T | --sizes takes",
        "--abi java,native | --abi takes java, direct",
        "--guests go | --guests takes rust, c, assemblyscript, not 'go'", "--threads 0 | 1 to 1,024",
        "--repeat 0 | 1 to 1,000", "--policies lru,x= | there is no file after 'x='",
        "--format xml | --format"})
    void refusesWrongOptionsInOneLine(String options, String words) {
        var run = simulate(options.split(" "));

        assertThat(run.err()).startsWith("mortise: ").contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--trace no.txt | no.txt: cannot be read: there is no such file or folder",
        "--trace https://example.org/t.gz | --trace wants the path of a file, not a URL",
        "--trace . | this is a folder, not a trace", "--policies no.wasm | no.wasm: cannot be read",
        "--trace-format csv | there is no column 'id'"})
    void refusesFilesInOneLine(String options, String words) {
        var run = simulate(options.split(" "));

        assertThat(run.err()).startsWith("mortise: ").contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void refusesAModuleThatIsNoPolicy() {
        var run = simulate("--policies", Run.wat("multiply.wasm"));

        assertThat(run.err()).contains("multiply.wasm is no cache policy: it exports no function \"init\"; ")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void saysWhenAModuleLacksTheAbi() throws IOException {
        var policy = Files.writeString(folder.resolve("struct.wat"), """
                (module
                  (memory (export "memory") 1)
                  (func (export "alloc") (param i32) (result i64) (i64.const 0x1000000040))
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i32))
                  (func (export "stats") (result i64) (i64.const 12884901888000)))
                """).toString();

        assertThat(simulate("--policies", policy, "--abi", "direct").err()).contains(
                "it can be called under struct, bincode, and --abi asks for direct");
        assertThat(simulate("--policies", policy).err()).contains("may read a C struct or bincode: say which");
        assertThat(simulate("--policies", policy, "--abi", "java,struct").exitCode()).isZero();
    }

    @Test
    void readsAPolicyFromStandardInput() throws IOException {
        var run =
                Run.withInput(Files.readString(Path.of(KEEP_EVERYTHING)).getBytes(UTF_8), "simulate", "--trace", trace,
                        "--policies", "keep=-", "--sizes", "4", "--abi", "direct", "--format", "csv");

        assertThat(run.out()).contains("\nkeep,standard input,direct,4194304,3000,2994,");
    }

    /** No table: the sweep has not begun. */
    private static void assertRefusedAtOnce(Run run, int exitCode, String words) {
        assertThat(run.err()).startsWith("mortise: ").contains(words).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void saysBeforeTheSweepWhereItCannotWrite() throws IOException {
        var taken = Files.createDirectory(folder.resolve("taken.csv")).toString();
        var out = Files.createDirectory(folder.resolve("full")).toString();
        Files.createDirectory(folder.resolve("full/results.json"));

        assertRefusedAtOnce(simulate("-o", trace), ExitCode.FILE,
                trace + " is a file; -o wants a folder, or a file ending in .csv or .json");
        assertRefusedAtOnce(simulate("-o", trace + "/below"), ExitCode.FILE, trace + " is no folder");
        assertRefusedAtOnce(simulate("-o", taken), ExitCode.FILE, taken + ": cannot be written: it is a folder");
        assertRefusedAtOnce(simulate("-o", out), ExitCode.FILE, "results.json: cannot be written: it is a folder");
        assertRefusedAtOnce(simulate("-o", folder.resolve("no/x.csv").toString()), ExitCode.FILE,
                "there is no folder ");
        assertRefusedAtOnce(simulate("-o", ""), ExitCode.USAGE, "-o wants a folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysBeforeTheSweepThatAFileSystemTakesNoFiles() {
        assertRefusedAtOnce(simulate("-o", "/proc/mortise"), ExitCode.FILE, "/proc/mortise");
    }

    /** A target that is only looked at is not made, and nothing else either. */
    @Test
    void aTraceThatCannotBeReadLeavesNoFolder() throws IOException {
        simulate("--trace", "no.txt");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(Path.of(trace));
        }
    }

    @Test
    void namesAllFilesThatItWrites() {
        var run = simulate("--policies", "lru", "--sizes", "1", "--abi", "java");

        var out = folder.resolve("out");
        assertThat(run.err()).isEqualTo("charts: %s, %s; results: %s, %s\n".formatted(out.resolve("hit-ratio.png"),
                out.resolve("seconds.png"), out.resolve("results.csv"), out.resolve("results.json")));
    }

    @Test
    void oneBadLineIsSingular() throws IOException {
        var bad = Files.writeString(folder.resolve("bad.txt"), "1 1\nx\n").toString();

        assertThat(simulate("--trace", bad, "--policies", "lru", "--sizes", "1", "--abi", "java").err())
                .startsWith("mortise: bad.txt: 1 line is no request and was skipped:\n    line 2: ");
    }
}

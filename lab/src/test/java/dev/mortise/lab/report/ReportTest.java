package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Machine;
import dev.mortise.lab.result.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final Pattern ROW = Pattern.compile("<tr.*?</tr>", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("<t[hd][ >]");

    @TempDir
    Path folder;

    private String html(LabRun run) throws IOException {
        return write(run).getFirst();
    }

    private String markdown(LabRun run) throws IOException {
        return write(run).getLast();
    }

    private List<String> write(LabRun run) throws IOException {
        var html = folder.resolve("r.html");
        var markdown = folder.resolve("r.md");
        Report.write(run, html, markdown);
        return List.of(Files.readString(html), Files.readString(markdown));
    }

    private static JsonNode charts(String html) {
        var begin = html.indexOf("id=\"charts\">") + "id=\"charts\">".length();
        return JsonMapper.shared().readTree(html.substring(begin, html.indexOf("</script>", begin)));
    }

    static Stream<LabRun> runs() {
        var whole = Runs.whole();
        var alone = List.of("extism", "ffi", "scripting", "simulator").stream().map(experiment -> new LabRun(
                whole.format(), whole.started(), 1, "mortise lab " + experiment, "", false, true, whole.machine(),
                whole.noise(), List.of(), whole.of(experiment)));
        var withoutMortise = new LabRun(whole.format(), whole.started(), 1, "", "", false, false, whole.machine(),
                whole.noise(), whole.contenders(),
                whole.measurements().stream().filter(each -> !each.contender().equals("mortise")).toList());
        var allFailed = new Runs().takesPart("mortise");
        whole.measurements().forEach(each -> allFailed.add(each.experiment(), each.task(), each.contender(), List.of(),
                "hung", each.keys().entrySet().stream().flatMap(key -> Stream.of(key.getKey(), key.getValue()))
                        .toArray(String[]::new)));
        return Stream.concat(alone, Stream.of(whole, withoutMortise, allFailed.run(), new Runs().run(),
                new Runs().add("new", "unheard-of", "nobody", List.of(), "", "a", "b").run()));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyRunHasAReport(LabRun run) throws IOException {
        var html = html(run);
        assertThat(html).contains("<ol class=\"summary\">").endsWith("</html>\n").doesNotContain(">NaN<", "Infinity<");
        assertThat(charts(html)).hasSize(html.split("data-chart=", -1).length - 1);
        // Every row has as many cells as its table has heads.
        for (var table : html.split("<table>", -1)) {
            var rows = ROW.matcher(table).results().map(row -> CELL.matcher(row.group()).results().count()).toList();
            assertThat(rows.stream().distinct()).hasSizeLessThan(2);
        }
        for (var block : markdown(run).split("\n\n", -1)) {
            var bars = block.lines().filter(line -> line.startsWith("|"))
                    .map(line -> line.replace("\\|", "").chars().filter(each -> each == '|').count());
            assertThat(bars.distinct()).hasSizeLessThan(2);
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void thePageAsksTheNetworkForNothing(LabRun run) throws IOException {
        var html = html(run);
        var page = html.substring(0, html.indexOf("<script>/*"));
        assertThat(page).doesNotContainPattern("(?i)(src|href)=\"?[a-z]+:").doesNotContain("@import", "url(")
                .contains("default-src 'none'");
        assertThat(html).contains("d3js.org v", "Mike Bostock", "ISC licence");
    }

    @Test
    void whatOthersWroteIsText() throws IOException {
        var html = html(Runs.whole());
        assertThat(html).contains("crashed: &lt;script&gt;alert(1)&lt;/script&gt; | `x` &amp; &quot;y&quot;")
                .contains("&lt;EPYC&gt;").doesNotContain("<script>alert", "<EPYC>");
        var markdown = markdown(Runs.whole());
        assertThat(markdown).contains("crashed: &lt;script&gt;alert(1)&lt;/script&gt; \\| \\`x\\` &amp; \"y\"")
                .doesNotContain("<script", "<EPYC>");
    }

    /** Three processes are no 95 %. */
    @Test
    void noConfidenceIsPromisedThatIsNotReached() throws IOException {
        assertThat(html(Runs.whole())).contains("(75 %)").doesNotContain("95 %");
    }

    @Test
    void whoEncodesNothingIsNotBesideWhoDoes() throws IOException {
        var line = markdown(Runs.whole()).lines().filter(each -> each.startsWith("| The java | 0.050"));
        assertThat(line).containsExactly("| The java | 0.050 | – |");
    }

    /** Processes of others are counted where the system tells of them. */
    @Test
    void noNoiseIsNoProofOfQuiet() {
        var run = new Runs().run();
        var quiet = new Noise(false, "", -1, List.of());
        assertThat(trust(run, quiet, "Linux 6.1")).contains("does not call itself noisy", "quarter of a processor");
        assertThat(trust(run, quiet, "Mac OS X 15")).contains("not known on this system")
                .doesNotContain("quarter of a processor");
        assertThat(Report.trust(run)).contains("not for figures to quote: load | 1.5.").doesNotContain("machine");
    }

    private static String trust(LabRun run, Noise noise, String os) {
        return Report.trust(new LabRun(run.format(), run.started(), 1, "", "", true, false,
                new Machine(os, "", "", 2, 0, ""), noise, List.of(), run.measurements()));
    }

    /** How far off the next would be, one process does not tell. */
    @Test
    void figuresOfOneProcessAreToldOf() {
        var quiet = new Noise(false, "", -1, List.of());
        var runs = new Runs().program("9", "off", "java", 40e6, 40e6);
        assertThat(trust(runs.run(), quiet, "Linux")).endsWith("in 0.0.");
        runs.program("9", "off", "mortise", 40e6);
        assertThat(trust(runs.run(), quiet, "Linux")).contains("does not call itself noisy",
                "of 1 figures with several processes, another run's")
                .endsWith("in 0.0. Figures of one process: 1 of 2; "
                        + "how far off another run's would be is not known.");
        runs.program("9", "off", "node", 40e6);
        assertThat(trust(runs.run(), quiet, "Linux")).contains("does not call itself noisy").endsWith(
                "Figures of one process: 2 of 3, which is most; how far off another run's would be is not known.");
        var single = new Runs().program("9", "off", "java", 40e6).run();
        assertThat(trust(single, quiet, "Linux")).isEqualTo("This run is not for figures to quote: "
                + "no figure has several processes, so how far off another run's would be is not known.");
    }

    @Test
    void chartDataDoNotEndTheScript() throws IOException {
        var runs = new Runs().takesPart("</script><b>x");
        var html = html(runs.throughput("echo", "65536", "</script><b>x", 10).run());
        assertThat(charts(html).get(0).get("rows").get(0).get("label").asString()).isEqualTo("The </script><b>x");
        assertThat(html).doesNotContain("</script><b>x");
    }

    @Test
    void markdownHasTheSummaryAndTheMainTables() throws IOException {
        var markdown = markdown(Runs.whole());
        assertThat(markdown).contains("1. Extism plug-ins", "5. Where Mortise loses", "### A. Extism plug-ins",
                "| **2,384** (2.0\u00a0J · 4.0\u00a0R) |", "Left out, and why")
                .doesNotContain("published (M2 Mac)");
    }

    @Test
    void rowsInWhichMortiseIsBehindAreListedTheWorstFirst() throws IOException {
        var runs = new Runs().takesPart("mortise", "wasmtime-cranelift", "java").call("mortise", 3, 30)
                .call("wasmtime-cranelift", 3, 10).call("mortise", 12, 60).call("wasmtime-cranelift", 12, 12)
                .call("mortise", 1, 5).call("wasmtime-cranelift", 1, 12).call("java", 1, 1);
        assertThat(markdown(runs.run())).contains("by the median: 2 of 3 rows, 2 of them surely",
                "three processes or more",
                """
                        | test 12: struct, static memory, cached | 60.0 ns | The wasmtime-cranelift | 12.0 ns | 5.0 | yes |
                        | test 3: pair, cached, hotload | 30.0 ns | The wasmtime-cranelift | 10.0 ns | 3.0 | yes |
                        """);
    }

    @Test
    void everyFigureOfCallsHasItsUnit() throws IOException {
        var html = html(Runs.whole());
        var rows = ROW.matcher(html.substring(html.indexOf("id=\"multiply\""), html.indexOf("id=\"transfer\"")))
                .results().map(each -> each.group()).toList();
        assertThat(rows).anyMatch(each -> each.contains("test 3: pair, cached, hotload, debug build, compile time")
                && each.contains(">ms\u00a0a\u00a0run<") && each.contains(">10.3<"));
        assertThat(rows).anyMatch(each -> each.contains("test 3: pair, cached, hotload<")
                && each.contains(">ns\u00a0a\u00a0call<") && each.contains(">3.00<"));
    }

    /** Native calls compile nothing. */
    @Test
    void compileTimeIsNotPutInRatioToCallsWithoutAGuest() throws IOException {
        var html = html(Runs.whole());
        var begin = html.indexOf("compile time included, ms a run");
        assertThat(html.substring(begin, html.indexOf("</table>", begin))).contains("The mortise").doesNotContain(
                "The java", "\u00a0J", "J, R");
    }

    @Test
    void figuresThatMayNotStandAreMarked() throws IOException {
        var runs = new Runs().takesPart("mortise", "chicory-sdk", "extism");
        var keys = new String[]{"function", "echo", "bytes", "65536"};
        runs.add("extism", "throughput", "mortise", List.of(Runs.fork(6250)), "", keys);
        var falling = new Fork(List.of(), List.of(9e6, 8e6, 7e6, 6e6, 5e6, 4e6), Map.of(), 1);
        runs.add("extism", "throughput", "chicory-sdk", List.of(falling, Runs.fork(6e6), Runs.fork(6e6)), "", keys);
        runs.throughput("echo", "65536", "extism", 12_500);
        assertThat(markdown(runs.run())).contains("| The mortise | **10,000†** |", "| The extism | 5,000 |",
                "| The chicory-sdk | 10.4‡ |", "† one process only", "‡ not steady");
        assertThat(html(runs.run())).contains("<b>10,000†</b>", "<p class=\"note\">† one process only");
        assertThat(markdown(Runs.whole())).doesNotContain("†");
    }

    @Test
    void legendsTellOfWhatIsThere() throws IOException {
        var runs = new Runs().takesPart("mortise", "java").throughput("echo", "655360", "mortise", 100)
                .throughput("echo", "655360", "java", 50).throughput("consume", "65536", "mortise", 10)
                .simulated("mortise", "lru", "4194304", 2e6, "abi", "direct", "cached", "true", "build", "release")
                .simulated("java", "lru", "4194304", 1e6, "abi", "native");
        var html = html(runs.run());
        assertThat(html.substring(0, html.indexOf("<script>/*"))).contains("J: how many times as long as plain Java")
                .doesNotContain("Bold: ", "native Rust", "outside the JVM", "× Rust");
        var echo = charts(html).valueStream().filter(each -> each.get("title").asString().equals("Echo")).findFirst()
                .orElseThrow();
        assertThat(echo.get("series").valueStream().map(each -> each.get("name").asString())).containsExactly(
                "640 KiB");
        assertThat(html(new Runs().takesPart("mortise").throughput("echo", "655360", "mortise", 100).run()))
                .doesNotContain("Bold: ", "J: how", "× Java");
    }

    @Test
    void twoPointsAreNoLine() throws IOException {
        var runs = new Runs().takesPart("mortise").program("9999", "off", "mortise", 1e6, 2e6)
                .program("99999", "off", "mortise", 2e6, 3e6);
        assertThat(html(runs.run())).doesNotContain("<b>Time over the rounds</b>");
        runs.program("999999", "off", "mortise", 4e6, 5e6);
        assertThat(html(runs.run())).contains("<b>Time over the rounds</b>");
    }

    @Test
    void theLoopIsToldOfOnceAndDrawnFromFourPointsOn() throws IOException {
        var whole = Runs.whole();
        assertThat(html(withLoop(whole, 100.0, 110.0)))
                .doesNotContain("<svg class=\"curve\" width=\"120\" height=\"26\" "
                        + "role=\"img\" aria-label=\"calibration");
        assertThat(html(withLoop(whole, 100.0, 110.0, 105.0, 104.0))).contains("aria-label=\"calibration",
                "That loop once a minute or so, and after each round:");
        assertThat(RunSection.trust(withLoop(whole, 100.0, 120.0))).contains("from 100 ns to 120 ns")
                .contains("That loop took").doesNotContain("The loop that");
    }

    private static LabRun withLoop(LabRun run, Double... nanos) {
        return new LabRun(run.format(), run.started(), 1, "", "", true, false, run.machine(),
                new Noise(true,
                        "a loop that always does the same took over 10 % longer than at its best in 1 of 2 looks", -1,
                        List.of(nanos)),
                run.contenders(), run.measurements());
    }

    @Test
    void publishedFiguresAreMarkedAndInNoRatio() throws IOException {
        var html = html(Runs.whole());
        assertThat(html).contains("Published, on another machine", "karnwong", "Hockley and Williamson", "M2 Mac");
        for (var row : ROW.matcher(html).results().map(each -> each.group()).toList()) {
            if (row.contains("karnwong") || row.contains("published")) {
                assertThat(row).startsWith("<tr class=\"published\"");
            }
        }
    }

    @Test
    void theChartsHaveWhatWasMeasured() throws IOException {
        var charts = charts(html(Runs.whole()));
        var echo = charts.valueStream().filter(each -> each.get("title").asString().equals("Echo")).findFirst()
                .orElseThrow();
        assertThat(echo.get("isLogarithmic").asBoolean()).isTrue();
        assertThat(echo.get("rows").valueStream().map(each -> each.get("label").asString())).containsExactly(
                "The rust-native", "The java", "The mortise", "The chicory-sdk", "Extism, published (M2 Mac)");
        var point = echo.get("series").get(0).get("points").get(0);
        assertThat(point.get("low").asDouble()).isLessThan(point.get("value").asDouble());
    }
}

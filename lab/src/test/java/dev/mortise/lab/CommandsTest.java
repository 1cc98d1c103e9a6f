package dev.mortise.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.peer.FakePeers;
import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Machine;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Noise;
import dev.mortise.lab.result.ResultFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    private static final String ROOT = "mortise.root";

    @TempDir
    Path folder;

    /** What a command line printed. */
    private record Said(int code, String out, String err) {
    }

    private static Said say(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var outBefore = System.out;
        var errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            var code = Main.commandLine(arguments).execute(arguments);
            return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    /** In a checkout with this peer, which multiplies and does nothing else. */
    private Said sayInCheckout(String... arguments) throws IOException {
        Files.createDirectories(folder.resolve("guests/lab"));
        new FakePeers(folder).script("good", FakePeers.GOOD);
        var root = System.getProperty(ROOT);
        System.setProperty(ROOT, folder.toString());
        try {
            return say(arguments);
        } finally {
            System.setProperty(ROOT, root);
        }
    }

    private Path results(Measurement... measurements) throws IOException {
        var file = new ResultFile(folder.resolve("r.jsonl"));
        file.append(new LabRun(LabRun.FORMAT, "2026-11-21T17:00:00Z", 1, "", "0.1", false, false,
                new Machine("Linux", "", "", 2, 0, ""), new Noise(false, "", 0, List.of()), List.of(),
                List.of(measurements)));
        return file.path();
    }

    private static Measurement measured(String experiment, String task, Map<String, String> keys, double nanos) {
        return new Measurement(experiment, task, keys, "java", "ns", "",
                List.of(new Fork(List.of(), List.of(nanos), Map.of(), 1)), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.md", "r.html", "r.HTML"})
    void resultsDoNotGoWhereTheReportGoes(String name) throws IOException {
        var path = folder.resolve(name);
        var said = sayInCheckout("extism", "--peers", "good", "--output", path.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().strip()).hasLineCount(1).contains("--output " + path, ".jsonl");
        assertThat(path).doesNotExist();
        Files.move(results(measured("extism", "throughput", Map.of(), 1)), path);
        var before = Files.readString(path);
        assertThat(say("report", path.toString()).code()).isNotZero();
        assertThat(path).content().isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"notes.md,# What I have to do", "notes.md,# Notes on the Mortise lab run of Monday",
        "notes.md,'## Mortise lab\n\nWhat I have to do'", "notes.html,<title>Mortise lab</title>",
        "notes.html,<!DOCTYPE html><title>Mortise lab: what I have to do</title>"})
    void theReportDoesNotGoOverWhatIsNone(String name, String text) throws IOException {
        var notes = Files.writeString(folder.resolve(name), text);
        refuses(notes);
        assertThat(notes).content().isEqualTo(text);
    }

    @Test
    void theReportDoesNotGoOverAFolder() throws IOException {
        refuses(Files.createDirectory(folder.resolve("notes.md")));
    }

    private void refuses(Path notes) throws IOException {
        var said = sayInCheckout("scripting", "--peers", "good", "--output", folder.resolve("notes.jsonl").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().strip()).hasLineCount(1).contains("go over " + notes, "another name");
    }

    @Test
    void aReportGoesOverAReport() throws IOException {
        var results = results(measured("extism", "throughput", Map.of(), 1)).toString();
        assertThat(say("report", results).code()).isZero();
        assertThat(say("report", results)).returns(0, Said::code).returns("", Said::err);
    }

    @Test
    void aFileOfAnotherKindIsLeftAsItIs() throws IOException {
        var notes = Files.writeString(folder.resolve("notes.txt"), "hello\n");
        var said = sayInCheckout("scripting", "--peers", "good", "--output", notes.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err().strip()).hasLineCount(1).contains(notes.toString(), "another file");
        assertThat(notes).content().isEqualTo("hello\n");
    }

    /** Not even an administrator can read this one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatMayNotBeReadIsToldOfInWords() {
        var file = "/proc/sys/vm/compact_memory";
        assertThat(say("compare", file, file).err().strip()).hasLineCount(1).contains(file + " may not be read");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatCannotBeMadeIsCalledAFolder() throws IOException {
        assertThat(sayInCheckout("--output", "/proc/x/r.jsonl").err().strip()).hasLineCount(1)
                .contains("folder /proc/x").doesNotContain("no file");
    }

    @Test
    void whoCanDoNothingOfItIsToldWhatItCan() throws IOException {
        var said = sayInCheckout("extism", "ffi", "--peers", "good", "--output", folder.resolve("r.jsonl").toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("good cannot do extism, ffi; it can do scripting").doesNotContain("about");
    }

    @Test
    void peersTellsExperiments() throws IOException {
        assertThat(sayInCheckout("peers", "good").out()).contains("good 1.0: scripting").doesNotContain("multiply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "good,,java"})
    void aPeerNeedsAName(String peers) throws IOException {
        var said = sayInCheckout("--peers", peers);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().strip()).hasLineCount(1).contains("--peers needs ids with commas between");
    }

    @Test
    void helpOfCompareHasNoWarning() {
        var said = say("compare", "--help");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("10 % of each other");
        assertThat(said.err()).isEmpty();
        assertThat(say("compare", "a.jsonl").err()).contains("AFTER").doesNotContain("WARN");
    }

    /** The same as in the report. */
    @Test
    void compareHasTimesOfOneCallInTheUnitThatSuitsThem() throws IOException {
        var called = Map.of("calls", "10000", "compile", "out", "abi", "bincode");
        var compiled = Map.of("calls", "10000", "compile", "in", "abi", "bincode");
        var file = results(measured("scripting", "multiply", called, 17_125),
                measured("scripting", "multiply", compiled, 5e6),
                measured("simulator", "simulate", Map.of("requests", "20000"), 4e6),
                measured("extism", "throughput", Map.of(), 25_000)).toString();
        results(measured("scripting", "multiply", called, 17_125), measured("scripting", "multiply", compiled, 5e6),
                measured("simulator", "simulate", Map.of("requests", "20000"), 4e6),
                measured("extism", "throughput", Map.of(), 50_000));
        assertThat(say("compare", file, file).out()).contains("| java | a call | 1.71 ns | 1.71 ns | 1.00 | same |",
                "| java | a run | 5.00 ms | 5.00 ms |", "| java | a request | 200 ns | 200 ns |",
                "| java | a call | 25.0 µs | 50.0 µs | 2.00 | slower, perhaps |");
    }

    @Test
    void aLastLineThatIsCutOffIsMentionedAndTheRunBeforeItTaken() throws IOException {
        var path = results(measured("extism", "throughput", Map.of(), 1));
        Files.writeString(path, "{\"format\":1,\"star", StandardOpenOption.APPEND);
        var said = say("compare", path.toString(), path.resolveSibling("r.jsonl").toString());
        assertThat(said.err()).contains("one run at most");
        var other = Files.copy(path, folder.resolve("other.jsonl"));
        said = say("compare", path.toString(), other.toString());
        assertThat(said.code()).isZero();
        assertThat(said.err().strip().lines()).containsExactly(
                "mortise lab: %s: line 2 is cut off and was not read".formatted(other),
                "mortise lab: %s: line 2 is cut off and was not read".formatted(path));
        assertThat(said.out()).contains("within 10 %, all 1 medians");
    }

    @Test
    void whatResultsNameDoesNotBreakTheTableOfCompare() throws IOException {
        var measurement = new Measurement("extism", "throughput", Map.of("function", "a|b"), "who|ever", "ns", "",
                List.of(new Fork(List.of(), List.of(1.0), Map.of(), 1)), "");
        results(measurement);
        var file = results(measurement).toString();
        assertThat(say("compare", file, file).out()).contains(
                "| extism throughput function=a\\|b | who\\|ever | a call | 1.00 ns | 1.00 ns | 1.00 | same |");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"--thorough;--thorough", "a,b=1/2.3;a,b=1/2.3",
        "two words;'two words'", "it's;'it'\\''s'", "$HOME;'$HOME'"})
    void whatWasTypedCanBeTypedAgain(String word, String quoted) {
        assertThat(LabCommand.quoted(word)).isEqualTo(quoted);
    }
}

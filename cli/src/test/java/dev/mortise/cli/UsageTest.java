package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @Test
    void printsItsVersion() {
        var run = mortise("--version");

        assertThat(run.out()).startsWith("mortise " + dev.mortise.wasm.Mortise.VERSION + "\n")
                .contains("WebAssembly", "extism/v1", Runtime.version().toString(),
                        "\njava.home: " + System.getProperty("java.home"))
                .hasLineCount(4);
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "call", "run", "compile", "inspect", "wat2wasm", "simulate", "lab", "completion", "help"})
    void helpFitsAHundredColumnsAndShowsExamples(String command) {
        var run = command.isEmpty() ? mortise("--help") : mortise(command, "--help");

        assertThat(run.out()).startsWith("Usage: mortise " + command).containsPattern("\n  .*mortise ");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void textThatIsNoModuleIsCalledText() {
        var readme = Path.of(System.getProperty("mortise.root", ".."), "README.md").toString();

        assertThat(mortise("call", readme, "f").err()).contains("this is no WebAssembly module",
                "; it looks like text");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(mortise("help").out()).isEqualTo(mortise("--help").out());
        assertThat(mortise("help", "call").out()).isEqualTo(mortise("call", "--help").out());
    }

    @Test
    void helpFitsTheTerminal() {
        var columns = Math.clamp(TerminalWidth.columns(), 55, 100);

        for (var help : new Run[]{Run.onTerminal("call", "--help"), Run.onTerminal("help", "call"),
            Run.onTerminal("--help")}) {
            assertThat(help.out().replaceAll("\u001B\\[[0-9;]*m", "").lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @Test
    void helpDocumentsTheExitCodes() {
        assertThat(mortise("--help").out()).contains("Exit codes:", "  1 ", "  2 ", "  3 ", "  69 ", "  70 ", "  130 ",
                "  134 ");
        assertThat(mortise("run", "--help").out()).contains("Exit codes:", "  0 to 255 ", "  134 ");
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(mortise("--help").out()).doesNotContain("\u001B[");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | which command? There are call, run, compile, inspect, wat2wasm, simulate, lab, completion, help",
        "insepct | unknown command 'insepct'; did you mean 'inspect'?",
        "help frobnicate | unknown command 'frobnicate'",
        "frobnicate | unknown command 'frobnicate'",
        "nosuch --help | unknown command 'nosuch'", "insepct -h | did you mean 'inspect'?",
        "--frob | unknown option '--frob'",
        "call | missing required parameters: 'PLUGIN', 'FUNCTION'",
        "call p f --inptu x | unknown option '--inptu'; did you mean '--input'?",
        "call p f g | there is an argument too many: 'g'", "call p f --input | --input", "call p f --log-level x | off",
        "inspect p --top x | --top", "inspect p --top -1 | --top must be 0 or more", "completion fish | bash, zsh"})
    void refusesAWrongCommandLineInOneLine(String commandLine, String words) {
        var args = Arrays.stream(commandLine.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);

        var run = mortise(args);

        assertThat(run.err()).matches("mortise: [a-z-].*[^.]\n").contains(words);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFaultOfItsOwnSaysSo() {
        var report = new ByteArrayOutputStream();
        var streams = new Streams(InputStream.nullInputStream(), report,
                new PrintStream(report, true, StandardCharsets.UTF_8), false, false, false);

        var code = new FailureReport(streams).of(new IllegalStateException("impossible"));

        assertThat(report.toString(StandardCharsets.UTF_8)).contains("fault of Mortise", "impossible",
                "MORTISE_DEBUG=1").hasLineCount(1);
        assertThat(code).isEqualTo(ExitCode.BUG);
    }
}

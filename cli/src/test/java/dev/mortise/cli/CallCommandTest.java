package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.onTerminal;
import static dev.mortise.cli.Run.plugin;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withFailingOutput;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCommandTest {

    private static final String COUNT_VOWELS = plugin("count_vowels");

    @Test
    void printsTheOutputAndNothingElse() {
        var run = mortise("call", COUNT_VOWELS, "count_vowels", "--input", "Hello, World!");

        assertThat(run.out()).isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void endsTheLineOnATerminalOnly() {
        assertThat(mortise("call", plugin("echo"), "echo", "--input", "a").out()).isEqualTo("a");
        assertThat(onTerminal("call", plugin("echo"), "echo", "--input", "a").out()).isEqualTo("a\n");
        assertThat(onTerminal("call", plugin("echo"), "echo", "--input", "a\n").out()).isEqualTo("a\n");
        assertThat(onTerminal("call", plugin("echo"), "echo").out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--stdin", "@file", "\"quoted\"", "-x", "ä€😀", "a=b", "${sys:user.home}"})
    void takesAnyInputAsItIs(String input) {
        assertThat(mortise("call", plugin("echo"), "echo", "--input", input).out()).isEqualTo(input);
    }

    @Test
    void passesBytesOfStandardInput() {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);

        var run = withInput(bytes, "call", plugin("echo"), "echo", "--stdin");

        assertThat(run.err()).isEmpty();
        assertThat(Arrays.equals(run.bytes(), bytes)).isTrue();
    }

    @Test
    void saysWhyStandardInputCannotBeRead() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };

        var run = withInput(broken, "call", plugin("echo"), "echo", "--stdin");

        assertThat(run.err()).isEqualTo("mortise: cannot read standard input: Input/output error\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void passesConfig() {
        var run = mortise("call", plugin("config"), "config_get", "--config", "a=1", "--config", "b=x=y", "--config",
                "a=2", "--input", "b");

        assertThat(run.out()).isEqualTo("x=y");
        assertThat(mortise("call", plugin("config"), "config_get", "--config", "a=1", "--config", "a=2", "--input", "a")
                .out()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"novalue", "=value", ""})
    void refusesBadConfig(String entry) {
        var run = mortise("call", COUNT_VOWELS, "count_vowels", "--config", entry);

        assertThat(run.err()).isEqualTo("mortise: --config needs KEY=VALUE, not '" + entry + "'\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void repeatsOneInstanceAndTellsTheTimesOnStderr() {
        var run = mortise("call", COUNT_VOWELS, "count_vowels", "--input", "aa", "--repeat", "5");

        assertThat(run.out()).isEqualTo("{\"count\":2,\"total\":10,\"vowels\":\"aeiouAEIOU\"}");
        assertThat(run.err())
                .matches("5 calls: median \\S+ \\S+, min \\S+ \\S+, max \\S+ \\S+; first call .*, load .*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10000001", "many"})
    void refusesBadRepeats(String repeats) {
        var run = mortise("call", COUNT_VOWELS, "count_vowels", "--repeat", repeats);

        assertThat(run.err()).startsWith("mortise: ").contains("--repeat").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void logsToStderrFromInfoOn() {
        var run = mortise("call", plugin("log"), "log_all", "--input", "a\nb\u001B[31m");

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("[info] info: a b\uFFFD[31m\n[warn] warn: a b\uFFFD[31m\n"
                + "[error] error: a b\uFFFD[31m\n");
        assertThat(mortise("call", plugin("log"), "log_all", "--log-level", "error", "--input", "x").err())
                .isEqualTo("[error] error: x\n");
        assertThat(mortise("call", plugin("log"), "log_all", "--log-level", "off", "--input", "x").err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"fail | two\\nlines | mortise: the plug-in reports: two lines",
        "code_only | x | mortise: returned non-zero exit code: 3"})
    void tellsThePluginsErrorInOneLine(String function, String input, String message) {
        var run = mortise("call", plugin("error"), function, "--input", input.replace("\\n", "\n"));

        assertThat(run.err()).startsWith(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void tellsATrapInOneLineAndItsStackOnRequest() {
        var run = mortise("call", plugin("trap"), "unreachable");

        assertThat(run.err()).contains("unreachable").contains("--trace").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(Run.debugging("call", plugin("trap"), "unreachable").err()).contains("inner", "outer", "Trap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"panic | the plug-in panicked, which ends in the trap: unreachable (",
        "divide_by_zero | the plug-in panicked, which ends in the trap: unreachable (",
        "unreachable | the plug-in trapped: unreachable (",
        "out_of_bounds | the plug-in trapped: out of bounds memory"})
    void tellsAPanicFromATrap(String function, String words) {
        var run = mortise("call", plugin("trap"), function);

        assertThat(run.err()).startsWith("mortise: " + words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void tellsWhichCallFailed() {
        var run = mortise("call", plugin("vars"), "var_fill", "--input", "2000000", "--repeat", "3");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(run.err()).contains("full").hasLineCount(1);
    }

    @Test
    void namesTheFunctionsThereAre() {
        var run = mortise("call", plugin("vars"), "nope");

        assertThat(run.err()).isEqualTo(
                "mortise: there is no function 'nope'; there are: var_fill, var_get, var_remove, var_set\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        for (var misspelt : new String[]{"var_ste", "varset", "var_sett", "vat_set"}) {
            assertThat(mortise("call", plugin("vars"), misspelt).err())
                    .contains("; did you mean 'var_set'? There are: var_fill, var_get");
        }
    }

    @Test
    void refusesAFunctionThatIsNotForHosts() {
        var run = mortise("call", wat("multiply.wasm"), "multiply");

        assertThat(run.err()).contains("multiply is (i32, i32) -> (i32)").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void givesWasiIfItIsTold() {
        var run = mortise("call", plugin("wasi_hello"), "hello", "--input", "you", "--wasi");
        assertThat(run.out()).isEqualTo("Hello, you!");
        assertThat(run.err()).isEmpty();

        var refused = mortise("call", plugin("wasi_hello"), "hello");
        assertThat(refused.err()).contains("wasi_hello.wasm", "needs WASI", "--wasi").doesNotContain("host functions")
                .hasLineCount(1);
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void refusesWhatNeedsAHostFunction() {
        var run = mortise("call", plugin("reflect"), "reflect");

        assertThat(run.err()).contains("host_reflect").contains("from Java").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void refusesInputTwice() {
        assertThat(mortise("call", COUNT_VOWELS, "count_vowels", "--input", "a", "--stdin").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhatIsWrongWithTheFile(@TempDir Path folder) throws IOException {
        var empty = Files.createFile(folder.resolve("empty.wasm"));
        var page = Files.writeString(folder.resolve("page.wasm"), "<!DOCTYPE html>");
        var truncated = Files.write(folder.resolve("cut.wasm"),
                Arrays.copyOf(Files.readAllBytes(Path.of(COUNT_VOWELS)), 5_000));

        assertUnusable(folder.resolve("missing.wasm"), "there is no such file");
        assertUnusable(folder, "this is a folder");
        assertUnusable(empty, "no WebAssembly module", "empty");
        assertUnusable(page, "no WebAssembly module", "web page");
        assertUnusable(truncated, "at byte");
    }

    private static void assertUnusable(Path file, String... words) {
        var run = mortise("call", file.toString(), "f");
        assertThat(run.err()).startsWith("mortise: " + file + ": ").contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() {
        var run = withFailingOutput("Broken pipe", "call", plugin("echo"), "echo", "--input", "a");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BROKEN_PIPE);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void saysThatTheDiskIsFull() {
        var run = withFailingOutput("No space left on device", "call", plugin("echo"), "echo", "--input", "a");

        assertThat(run.err()).isEqualTo("mortise: cannot write to standard output: No space left on device\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void callsAPluginInText(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("p.wat"), "(module (func (export \"f\")))", UTF_8);

        var run = mortise("call", file.toString(), "f");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }
}

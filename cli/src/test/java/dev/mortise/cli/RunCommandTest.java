package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.onTerminal;
import static dev.mortise.cli.Run.program;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withFailingOutput;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

    private static final String TOUR = program("tour");

    @TempDir
    private Path folder;

    @Test
    void passesArgumentsAsTheyAre() {
        var run = mortise("run", TOUR, "arguments", "--env", "a b", "", "--", "-h", "@file");

        assertThat(run).isEqualTo(new Run(0, run.bytes(), ""));
        assertThat(run.out()).isEqualTo("--env\na b\n\n--\n-h\n@file\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void endsWithTheProgramsCode(int code) {
        assertThat(mortise("run", TOUR, "exit", Integer.toString(code)).exitCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257, 512, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void aCodeThatAProcessCannotPassOnIsAFailure(int code) {
        assertThat(mortise("run", TOUR, "exit", Integer.toString(code)).exitCode()).isEqualTo(255);
    }

    @Test
    void doesNotTellTheProgramWhereItLies() {
        assertThat(mortise("run", TOUR, "fly").err()).isEqualTo(
                "tour: no such thing to do: [\"tour.wasm\", \"fly\"]\n");
    }

    @Test
    void connectsTheStreams() {
        var run = withInput("some input".getBytes(UTF_8), "run", TOUR, "echo");
        assertThat(run.out()).isEqualTo("some input");
        assertThat(run.err()).isEmpty();

        assertThat(mortise("run", TOUR, "fly").err()).startsWith("tour: no such thing to do");
        assertThat(withFailingOutput("Broken pipe", "run", TOUR, "arguments", "x").err()).contains("tour: ", "64");
    }

    @Test
    void tellsTheProgramWhetherItsOutputIsATerminal() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        var args = new String[]{"run", "--dir", folder + "::/", program("tree"), "/empty", "/out"};
        assertThat(mortise(args).out()).contains("terminal: 0");
        assertThat(onTerminal(args).out()).contains("terminal: 1");
    }

    @Test
    void passesVariables() {
        var run = mortise("run", "--env", "A=1", "--env", "B=x=y", "--env", "A=2", "--env", "NO_SUCH_VARIABLE_HERE",
                "--env", "PATH", TOUR, "environment");

        assertThat(run.out()).isEqualTo("A=2\nB=x=y\nPATH=" + System.getenv("PATH") + "\n");
        assertThat(mortise("run", TOUR, "environment").out()).isEmpty();
    }

    @Test
    void givesFolders() throws IOException {
        Files.writeString(folder.resolve("file"), "content");

        assertThat(mortise("run", "--dir", folder.toString(), TOUR, "cat", folder + "/file").out())
                .isEqualTo("content");
        assertThat(mortise("run", "--dir", folder + "::/data", TOUR, "cat", "/data/file").out()).isEqualTo("content");
        assertThat(mortise("run", "--dir", folder + "::ro", TOUR, "cat", folder + "/file").out()).isEqualTo("content");
        assertThat(mortise("run", TOUR, "cat", folder + "/file").exitCode()).isEqualTo(1);
        assertThat(mortise("run", "--dir", folder + "::/data", TOUR, "touch", "/data/new").exitCode()).isZero();
        assertThat(folder.resolve("new")).exists();
        assertThat(mortise("run", "--dir", folder + "::/data::ro", TOUR, "touch", "/data/other").exitCode())
                .isEqualTo(1);
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void saysThatAFolderIsMissing() {
        var run = mortise("run", "--dir", folder.resolve("missing") + "::/data", TOUR, "arguments");

        assertThat(run.err()).startsWith("mortise: ").contains("/data", "missing").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @ParameterizedTest
    @CsvSource({"--dir, ::x", "--dir, x::", "--dir, a::b::c", "--dir, ''", "--env, =x", "--env, ''"})
    void refusesAWrongOption(String option, String value) {
        var run = mortise("run", option, value, TOUR, "arguments");

        assertThat(run.err()).startsWith("mortise: ").contains(option + " takes").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::/../x", "::..", "::a/../b::ro"})
    void refusesAPlaceThatNoGuestWouldFind(String place) {
        var run = mortise("run", "--dir", folder + place, TOUR, "arguments");

        assertThat(run.err()).startsWith("mortise: --dir " + folder + place + ": the guest's path ")
                .contains("must not have '..' in it: ").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void givesAFolderUnderItsOwnPath() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        var path = Files.createDirectory(folder.resolve("a")) + "/..";

        assertThat(mortise("run", "--dir", path, TOUR, "cat", path + "/file").out()).isEqualTo("content");
    }

    @Test
    void callsAFunction() {
        assertThat(mortise("run", "--invoke", "multiply", wat("multiply.wat"), "6", "-7").out().strip())
                .isEqualTo("-42");
        var tooFew = mortise("run", "--invoke", "multiply", wat("multiply.wat"), "6");
        assertThat(tooFew.err()).contains("takes 2 arguments, not 1");
        assertThat(tooFew.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mortise("run", "--invoke", "multiply", wat("multiply.wat"), "6", "x").err())
                .contains("'x' is no i32");
        assertThat(mortise("run", "--invoke", "divide", wat("multiply.wat"), "6").err())
                .contains("there is no function 'divide'; there are: multiply");
        assertThat(mortise("run", "--invoke", "mutliply", wat("multiply.wat"), "6").err())
                .contains("did you mean 'multiply'?");
    }

    @Test
    void saysWhatIsNoProgram() {
        var run = mortise("run", wat("multiply.wat"));

        assertThat(run.err()).contains("no program", "--invoke").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        var module = Files.writeString(folder.resolve("m.wat"),
                "(module (import \"env\" \"magic\" (func)) (func (export \"_start\")))");

        var run = mortise("run", module.toString());

        assertThat(run.err()).contains("m.wat", "env", "magic").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void reportsATrap() {
        var run = mortise("run", TOUR, "panic");

        assertThat(run.err()).contains("as it was told", "mortise: trap: unreachable");
        assertThat(run.exitCode()).isEqualTo(134);
        assertThat(mortise("run", "--invoke", "unreachable", wat("traps.wat")).exitCode()).isEqualTo(134);
        assertThat(mortise("run", "--help").out()).contains("134", "trapped").doesNotContain("the plug-in failed");
    }
}

package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.onTerminal;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatToWasmCommandTest {

    private static final byte[] TEXT = "(module (func (export \"f\") (result i32) (i32.const 42)))".getBytes(UTF_8);
    private static final byte[] ILL_TYPED = "(module (func (result i32)))".getBytes(UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void writesBesideItsSource() throws IOException {
        var source = Files.copy(Path.of(wat("multiply.wat")), folder.resolve("m.wat"));

        var run = mortise("wat2wasm", source.toString());

        assertThat(run.err()).isEmpty();
        assertThat(Module.read(folder.resolve("m.wasm")).instantiate().function("multiply").call(6, 7))
                .containsExactly(42);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("m.wat", "m.wasm");
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        var target = Files.writeString(folder.resolve("a.wasm"), "old");

        assertThat(withInput(TEXT, "wat2wasm", "-", "-o", target.toString()).exitCode()).isZero();

        assertThat(Module.read(target).instantiate().function("f").call()).containsExactly(42);
    }

    @Test
    void goesFromStandardInputToStandardOutput() {
        var run = withInput(TEXT, "wat2wasm", "-");

        assertThat(Module.parse(run.bytes()).instantiate().function("f").call()).containsExactly(42);
        assertThat(withInput(TEXT, "wat2wasm", "-", "-o", "-").bytes()).isEqualTo(run.bytes());
    }

    @Test
    void sparesTheTerminal() {
        var run = onTerminal("wat2wasm", "-");

        assertThat(run.err()).contains("-o").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void showsWhereTheTextIsWrong() throws IOException {
        var source = Files.writeString(folder.resolve("bad.wat"), "(module\n  (func (i32.nope)))\n");

        var run = mortise("wat2wasm", source.toString());

        assertThat(run.err()).startsWith("mortise: " + source + ":2:").contains("i32.nope");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
        assertThat(folder.resolve("bad.wasm")).doesNotExist();
    }

    @Test
    void checksTypesUnlessToldNotTo() {
        assertThat(withInput(ILL_TYPED, "wat2wasm", "-").exitCode()).isEqualTo(ExitCode.FILE);
        assertThat(withInput(ILL_TYPED, "wat2wasm", "-", "--no-check").exitCode()).isZero();
    }

    @Test
    void refusesWhatIsNoText() {
        var run = mortise("wat2wasm", wat("multiply.wasm"), "-o", folder.resolve("x").toString());

        assertThat(run.err()).contains("binary format already").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
        assertThat(withInput(new byte[]{'(', (byte) 0xFF}, "wat2wasm", "-").err())
                .startsWith("mortise: standard input:1:2: malformed UTF-8 encoding");
    }

    @Test
    void saysWhyItCannotWrite() {
        assertThat(withInput(TEXT, "wat2wasm", "-", "-o", folder.toString()).err()).contains("it is a folder");
        var run = withInput(TEXT, "wat2wasm", "-", "-o", folder.resolve("no/such/file").toString());
        assertThat(run.err()).contains("there is no such").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }
}

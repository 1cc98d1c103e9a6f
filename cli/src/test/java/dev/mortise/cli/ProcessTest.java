package dev.mortise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command as a process of its own: what stands between it and its shell. */
class ProcessTest {

    @Test
    void callsAPlugin() throws Exception {
        var process = start("call", Run.plugin("count_vowels"), "count_vowels", "--input", "Hello, World!");

        assertThat(process.getInputStream().readAllBytes())
                .isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}".getBytes(UTF_8));
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void reportsAnErrorByItsExitCode() throws Exception {
        var process = start("call", "missing.wasm", "f");

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEqualTo(
                "mortise: missing.wasm: cannot be read: there is no such file or folder" + System.lineSeparator());
        assertThat(process.waitFor()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void endsQuietlyWhenTheReaderOfItsOutputIsGone() throws Exception {
        var process = start("call", Run.plugin("echo"), "echo", "--stdin");
        process.getInputStream().close();
        // Only now can it have something to write.
        try (var stdin = process.getOutputStream()) {
            stdin.write(1);
        }

        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isEqualTo(ExitCode.BROKEN_PIPE);
    }

    private static Process start(String... args) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-p",
                System.getProperty("jdk.module.path"), "-m", "dev.mortise.cli/dev.mortise.cli.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }
}

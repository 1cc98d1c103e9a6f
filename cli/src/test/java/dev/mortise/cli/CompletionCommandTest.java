package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void knowsCommandsOptionsAndFiles(String shell) {
        var run = mortise("completion", shell);

        assertThat(run.out()).contains("complete -F _complete_mortise", "call", "inspect", "wat2wasm", "--log-level",
                "compgen -f");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void wantsAShell() {
        var run = mortise("completion");

        assertThat(run.err()).startsWith("mortise: which shell? bash or zsh").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}

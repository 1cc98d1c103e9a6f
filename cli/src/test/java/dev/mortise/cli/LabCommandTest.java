package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lab itself is tested in its module; here, what the command does without it. */
class LabCommandTest {

    @Test
    void withoutACheckoutItSaysWhereTheLabIs() {
        var run = mortise("lab", "extism", "--peers", "mortise");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("./mortise lab");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void helpNamesExperimentsAndWhatElseThereIs() {
        var run = mortise("lab", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("extism", "ffi", "scripting", "simulator", "--thorough", "--peers", "--minutes",
                "--output", "compare BEFORE AFTER", "report FILE");
    }

    @Test
    void anOptionThatItDoesNotHaveIsRefusedHere() {
        var run = mortise("lab", "--quick");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--quick");
    }
}

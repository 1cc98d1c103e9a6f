package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    /** Which is in the lab, so that the process that fails here for want of one was to print it. */
    @Test
    void whatThereIsInPlaceOfAnExperimentHasAHelpOfItsOwn() {
        System.setProperty("mortise.lab", "no-such-folder");
        try {
            for (var command : List.of("peers", "compare", "report")) {
                var run = mortise("lab", command, "--help");
                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.out()).isEmpty();
            }
            assertThat(mortise("lab", "extism", "--help").out()).contains("EXPERIMENT");
        } finally {
            System.clearProperty("mortise.lab");
        }
    }

    @Test
    void anOptionThatItDoesNotHaveIsRefusedHere() {
        var run = mortise("lab", "--quick");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--quick");
    }
}

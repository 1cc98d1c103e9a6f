package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mortise.lab.result.Participant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Figures figures = new Figures(Runs.whole());

    private double ratio(String task, String contender, String reference, String... keys) {
        var figure = Figures.find(figures.of(task), contender, row -> {
            for (int i = 0; i < keys.length; i += 2) {
                if (!row.key(keys[i]).equals(keys[i + 1])) {
                    return false;
                }
            }
            return true;
        }).orElseThrow();
        return figures.ratio(figure, reference).orElse(Double.NaN);
    }

    @Test
    void sameRowsAreCompared() {
        assertThat(ratio("throughput", "mortise", Family.JAVA, "function", "echo")).isCloseTo(2, within(1e-9));
        assertThat(ratio("throughput", "mortise", Family.RUST, "function", "echo")).isCloseTo(4, within(1e-9));
        assertThat(ratio("ffi", "mortise", Family.CLI, "cache", "off")).isCloseTo(1, within(1e-9));
    }

    @Test
    void nativeRowsStandForTheSameWorkWithoutAGuest() {
        assertThat(ratio("multiply", "mortise", Family.JAVA, "abi", "struct", "memory", "static", "cached", "true",
                "build", "release")).isCloseTo(24, within(1e-9));
        assertThat(ratio("transfer", "mortise", Family.JAVA, "abi", "bytes")).isCloseTo(1.4, within(1e-9));
        assertThat(ratio("simulate", "mortise", Family.JAVA, "abi", "struct", "policy", "gds"))
                .isCloseTo(4.5, within(1e-9));
        assertThat(ratio("ffi", "mortise", Family.JAVA, "cache", "on")).isCloseTo(31.0 / 44, within(1e-9));
    }

    /** Natives add a list up as it is. */
    @Test
    void whatHasToBeEncodedIsNoRatioToWhatHasNot() {
        assertThat(ratio("transfer", "mortise", Family.JAVA, "abi", "json")).isNaN();
    }

    /** Nobody compiles a guest where there is none. */
    @Test
    void compileTimeIsNoRatioToWhatHasNone() {
        assertThat(ratio("multiply", "mortise", Family.JAVA, "compile", "in")).isNaN();
        assertThat(ratio("multiply", "mortise", Family.RUST, "compile", "in")).isNaN();
    }

    @Test
    void whoeverSaysThatItRunsNoGuestIsNoRival() {
        var other = new Participant("zig-native", "Zig", Participant.OUTSIDE, "", "", "", true);
        assertThat(Family.of("zig-native", Optional.of(other))).isEqualTo(Family.NATIVE);
        assertThat(Family.of("zig-native", Optional.empty()).isRival()).isTrue();
    }

    @Test
    void whatWasNotMeasuredIsNoRatio() {
        assertThat(ratio("ffi", "mortise", Family.RUST, "cache", "off")).isNaN();
        assertThat(ratio("ffi", "mortise", Family.CLI, "cache", "on")).isNaN();
        assertThat(ratio("simulate", "mortise", Family.RUST, "policy", "gds")).isNaN();
    }

    @Test
    void runsArePutAsCallsAndSimulationsAsRequests() {
        var call = Figures.find(figures.of("multiply"), "mortise", row -> row.key("compile").equals("out"));
        assertThat(call.orElseThrow().nanos()).isCloseTo(1, within(1e-9));
        var whole = Figures.find(figures.of("multiply"), "mortise", row -> row.key("compile").equals("in"));
        assertThat(whole.orElseThrow().nanos()).isCloseTo(101 * 100_000, within(1e-3));
        var request = Figures.find(figures.of("simulate"), "java", row -> true);
        assertThat(request.orElseThrow().nanos()).isCloseTo(100, within(1e-9));
    }
}

package dev.mortise.lab.result;

import static dev.mortise.lab.result.ResultFileTest.measurement;
import static dev.mortise.lab.result.ResultFileTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void rowsOfBothRunsAreSetBesideEachOther() {
        var comparison = Comparison.of(run("a", measurement("mortise", 10.0, 11.0, 12.0), measurement("java", 1.0)),
                run("b", measurement("mortise", 22.0), measurement("node", 5.0)));
        assertThat(comparison.lines()).singleElement().satisfies(line -> {
            assertThat(line.contender()).isEqualTo("mortise");
            assertThat(line.ratio()).isEqualTo(2);
            assertThat(line.agrees()).isFalse();
            assertThat(line.surelyDiffers()).isFalse();
        });
        assertThat(comparison.onlyBefore()).containsExactly("extism throughput bytes=65536 function=echo: java");
        assertThat(comparison.onlyAfter()).containsExactly("extism throughput bytes=65536 function=echo: node");
    }

    @Test
    void aTenthIsTheSameWhicheverIsSlower() {
        var slower = Comparison.of(run("a", measurement("mortise", 100.0)), run("b", measurement("mortise", 109.0)));
        var faster = Comparison.of(run("a", measurement("mortise", 109.0)), run("b", measurement("mortise", 100.0)));
        var muchFaster =
                Comparison.of(run("a", measurement("mortise", 112.0)), run("b", measurement("mortise", 100.0)));
        assertThat(slower.lines().getFirst().agrees()).isTrue();
        assertThat(faster.lines().getFirst().agrees()).isTrue();
        assertThat(muchFaster.lines().getFirst().agrees()).isFalse();
    }

    @Test
    void theVerdictIsOneLine() {
        var slow = run("a", measurement("mortise", 10.0), measurement("java", 1.0));
        var quick = run("b", measurement("mortise", 20.0), measurement("java", 1.05));
        assertThat(Comparison.of(slow, slow).verdict()).isEqualTo("within 10 %, all 2 medians.");
        assertThat(Comparison.of(slow, quick).verdict()).startsWith("in doubt: 1 of 2 medians")
                .contains("0 of them surely", "load 1.5").doesNotContain("\n");
        assertThat(Comparison.of(run("a"), slow).verdict()).contains("no row in common");
    }

    @Test
    void threeProcessesOfEachThatAreApartAreSure() {
        var slow = run("a", processes(30, 31, 32));
        assertThat(Comparison.of(slow, run("b", processes(20, 21, 22))).verdict()).contains("1 of 1",
                "1 of them surely");
        assertThat(Comparison.of(slow, run("b", processes(20, 21, 30))).verdict()).contains("1 of 1",
                "0 of them surely");
        assertThat(Comparison.of(slow, run("b", processes(20, 21))).verdict()).contains("1 of 1", "0 of them surely");
    }

    private static Measurement processes(long... nanos) {
        return new Measurement("ffi", "ffi", Map.of("cache", "off"), "mortise", "ns", "",
                LongStream.of(nanos).mapToObj(each -> new Fork(List.of(), List.of(), Map.of(), each)).toList(), "");
    }

    @Test
    void rowsThatFailedHaveNothingToCompare() {
        var failed = new Measurement("extism", "throughput", Map.of("function", "echo", "bytes", "65536"), "mortise",
                "ns", "", List.of(), "crashed");
        var comparison = Comparison.of(run("a", failed), run("b", measurement("mortise", 1.0)));
        assertThat(comparison.lines()).isEmpty();
        assertThat(comparison.onlyAfter()).hasSize(1);
    }

    @Test
    void wholeProcessesAreComparedByTheirTimes() {
        var measurement = new Measurement("ffi", "ffi", Map.of("cache", "off"), "mortise", "ns", "",
                List.of(new Fork(List.of(), List.of(), Map.of(), 30L), new Fork(List.of(), List.of(), Map.of(), 50L)),
                "");
        assertThat(measurement.summary().orElseThrow().median()).isEqualTo(40);
        assertThat(measurement.row()).isEqualTo("ffi ffi cache=off");
    }
}

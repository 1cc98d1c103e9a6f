package dev.mortise.lab.result;

import static dev.mortise.lab.result.ResultFileTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {

    private static final Measurement STEADY = processes(100, 100);

    private static Measurement processes(long... nanos) {
        return new Measurement("ffi", "ffi", Map.of("cache", "off"), "mortise", "ns", "",
                LongStream.of(nanos).mapToObj(each -> new Fork(List.of(), List.of(), Map.of(), each)).toList(), "");
    }

    private static List<Measurement> steady(int count, Measurement... others) {
        var all = new ArrayList<>(Collections.nCopies(count, STEADY));
        all.addAll(List.of(others));
        return all;
    }

    /** Tables of the normal distribution have the chances. */
    @Test
    void chancesAreThoseOfTheNormalDistribution() {
        // s = ln(1.15) / sqrt(2) = 0.0988, d = s * sqrt(pi / 2) = 0.1239, ln(1.1) / d = 0.7695
        assertThat(Agreement.of(List.of(processes(100, 115))).expected()).isCloseTo(0.4416, within(0.0005));
        // s = ln(1.05) = 0.0488, d = s * sqrt(pi / 3) = 0.0499, ln(1.1) / d = 1.9090
        assertThat(Agreement.of(List.of(processes(10_000, 10_500, 11_025))).expected())
                .isCloseTo(0.0563, within(0.0005));
        assertThat(Agreement.of(steady(3, processes(100))))
                .isEqualTo(new Agreement(0, 3, 1));
    }

    /** Though the interval of the median leaves them out. */
    @Test
    void processesAtTheEndsCount() {
        var twelve = processes(33, 33, 100, 100, 100, 100, 100, 100, 100, 100, 300, 300);
        assertThat(twelve.summary().orElseThrow()).returns(100.0, Summary::low).returns(100.0, Summary::high);
        assertThat(Agreement.of(List.of(twelve)).expected()).isGreaterThan(0.5);
    }

    /** Where processes differ by a standard deviation of 2 %, of 4 %, and of 10 %. */
    @ParameterizedTest
    @CsvSource({"0.02, 3", "0.04, 12", "0.10, 2", "0.10, 3", "0.10, 4", "0.10, 12"})
    void whatIsExpectedIsAboutWhatAnotherRunFinds(double spread, int processes) {
        var random = new Random(1);
        int figures = 2000;
        var first = new ArrayList<Measurement>();
        double apart = 0;
        for (int i = 0; i < figures; i++) {
            var one = drawn(random, spread, processes);
            first.add(processes(one));
            var ratio = median(one) / median(drawn(random, spread, processes));
            apart += Math.max(ratio, 1 / ratio) > 1 + Comparison.TOLERANCE ? 1 : 0;
        }
        assertThat(Agreement.of(first).expected() / figures).isCloseTo(apart / figures, within(0.1));
    }

    private static long[] drawn(Random random, double spread, int processes) {
        return LongStream.generate(() -> Math.round(1e9 * Math.exp(spread * random.nextGaussian()))).limit(processes)
                .toArray();
    }

    private static double median(long... values) {
        return Median.withDefaults().evaluate(Arrays.stream(values).asDoubleStream().toArray());
    }

    @Test
    void moreThanOneFigureInTwentyIsInDoubt() {
        // Each is expected to differ by 0.44.
        var restless = processes(100, 115);
        assertThat(Agreement.of(steady(56, restless, restless, restless, restless))).returns(false,
                Agreement::isPoor);
        assertThat(Agreement.of(steady(30, restless, restless, restless, restless))).returns(true, Agreement::isPoor);
        // Of a few figures, two such are no whole one, and three are.
        assertThat(Agreement.of(List.of(restless, restless))).returns(false, Agreement::isPoor);
        assertThat(Agreement.of(List.of(restless, restless, restless))).returns(true, Agreement::isPoor);
    }

    @Test
    void whereNothingHasSeveralProcessesNobodyKnows() {
        assertThat(Agreement.of(List.of(processes(100)))).returns(true, Agreement::isPoor)
                .satisfies(each -> assertThat(each.text()).contains("no figure has several processes"));
        assertThat(Agreement.of(List.of(STEADY, processes(1), processes(1)))).returns(false, Agreement::isPoor);
        assertThat(Agreement.of(List.of())).returns(false, Agreement::isPoor);
    }

    @Test
    void whatIsExpectedIsAReasonForDoubt() {
        var restless = Stream.generate(() -> processes(100, 115)).limit(3).toArray(Measurement[]::new);
        var doubted = run("a", restless);
        var text = "of 3 figures with several processes, another run's would be expected to differ by over 10 % in 1.3";
        assertThat(doubted.doubts()).endsWith("; " + text);
        assertThat(Comparison.of(run("b", processes(200, 201, 202)), doubted).verdict()).startsWith("in doubt: ")
                .contains(text).doesNotContain("machine", "noisy");
    }
}

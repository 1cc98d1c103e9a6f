package dev.mortise.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static List<Double> upTo(int count) {
        var values = new ArrayList<>(IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList());
        Collections.shuffle(values, new Random(1));
        return values;
    }

    /** A sample each. */
    private static Summary ofProcesses(List<Double> figures) {
        return Summary.of(figures.stream().map(List::of).toList());
    }

    @Test
    void aSingleFigureIsEverythingAndNoInterval() {
        assertThat(ofProcesses(List.of(7.0))).isEqualTo(new Summary(1, 1, 7, 0, 7, 7, 0, 7, 7, 7, 0));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(ofProcesses(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void aProcessCountsOnceHoweverManySamplesItHas() {
        var summary = Summary.of(List.of(upTo(101), List.of(1000.0), List.of(60.0)));
        assertThat(summary).returns(3, Summary::processes).returns(103, Summary::samples)
                .returns(60.0, Summary::median).returns(51.0, Summary::low).returns(1000.0, Summary::high)
                .returns(1.0, Summary::min);
        assertThat(summary.confidence()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void threeProcessesOfEachAndNothingInCommonAreSure() {
        var slow = ofProcesses(List.of(10.0, 11.0, 12.0));
        assertThat(slow.surelyDiffersFrom(ofProcesses(List.of(7.0, 8.0, 9.0)))).isTrue();
        assertThat(slow.surelyDiffersFrom(ofProcesses(List.of(7.0, 8.0, 10.5)))).isFalse();
        assertThat(slow.surelyDiffersFrom(ofProcesses(List.of(7.0, 8.0)))).isFalse();
        assertThat(slow.surelyDiffersFrom(Summary.of(List.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)))))
                .isFalse();
    }

    @Test
    void fiveFiguresAreTooFewForAnInterval() {
        var summary = ofProcesses(upTo(5));
        assertThat(summary.low()).isEqualTo(1);
        assertThat(summary.high()).isEqualTo(5);
        assertThat(summary.confidence()).isCloseTo(0.9375, within(1e-12)).isLessThan(Summary.CONFIDENCE);
    }

    /** As tables of the sign test have it: the 2nd and 9th of 10, the 6th and 15th of 20, the 40th and 61st of 100. */
    @Test
    void theIntervalIsThatOfTheTables() {
        assertThat(ofProcesses(upTo(10))).returns(2.0, Summary::low).returns(9.0, Summary::high);
        assertThat(ofProcesses(upTo(20))).returns(6.0, Summary::low).returns(15.0, Summary::high);
        assertThat(ofProcesses(upTo(100))).returns(40.0, Summary::low).returns(61.0, Summary::high);
        assertThat(ofProcesses(upTo(10)).confidence()).isCloseTo(1 - 2 * 11 / 1024.0, within(1e-12));
    }

    @Test
    void outliersAreCountedAndStayIn() {
        var values = upTo(20);
        values.add(1000.0);
        values.add(-1000.0);
        var summary = ofProcesses(values);
        assertThat(summary.outliers()).isEqualTo(2);
        assertThat(summary.max()).isEqualTo(1000);
        assertThat(summary.min()).isEqualTo(-1000);
        assertThat(summary.mean()).isCloseTo(210 / 22.0, within(1e-9));
    }

    /** What the interval is for: of many samples, nearly all catch the true median. */
    @Test
    void theIntervalCatchesTheMedianOfASkewedDistribution() {
        var random = new Random(42);
        int caught = 0;
        for (int i = 0; i < 1000; i++) {
            var summary = ofProcesses(
                    IntStream.range(0, 25).mapToObj(each -> Math.exp(random.nextGaussian())).toList());
            if (summary.low() <= 1 && summary.high() >= 1) {
                caught++;
            }
        }
        assertThat(caught).isBetween(935, 985);
    }

    @Test
    void nothingHasNoSummary() {
        assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Summary.of(List.of(List.of()))).isInstanceOf(IllegalArgumentException.class);
    }
}

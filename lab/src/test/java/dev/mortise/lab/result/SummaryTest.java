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

    @Test
    void aSingleFigureIsEverythingAndNoInterval() {
        var summary = Summary.of(List.of(7.0));
        assertThat(summary).isEqualTo(new Summary(1, 7, 7, 7, 0, 7, 7, 7, 0));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Summary.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void fiveFiguresAreTooFewForAnInterval() {
        var summary = Summary.of(upTo(5));
        assertThat(summary.low()).isEqualTo(1);
        assertThat(summary.high()).isEqualTo(5);
        assertThat(summary.confidence()).isCloseTo(0.9375, within(1e-12)).isLessThan(Summary.CONFIDENCE);
    }

    /** As tables of the sign test have it: the 2nd and 9th of 10, the 6th and 15th of 20, the 40th and 61st of 100. */
    @Test
    void theIntervalIsThatOfTheTables() {
        assertThat(Summary.of(upTo(10))).returns(2.0, Summary::low).returns(9.0, Summary::high);
        assertThat(Summary.of(upTo(20))).returns(6.0, Summary::low).returns(15.0, Summary::high);
        assertThat(Summary.of(upTo(100))).returns(40.0, Summary::low).returns(61.0, Summary::high);
        assertThat(Summary.of(upTo(10)).confidence()).isCloseTo(1 - 2 * 11 / 1024.0, within(1e-12));
    }

    @Test
    void outliersAreCountedAndStayIn() {
        var values = upTo(20);
        values.add(1000.0);
        values.add(-1000.0);
        var summary = Summary.of(values);
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
            var summary = Summary.of(
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
    }
}

package dev.mortise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(new Series(List.of(9.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
        assertThat(new Series(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3);
    }

    @Test
    void ratiosAreMadeInTheOrderOfMeasurement() {
        var ratios = new Series(List.of(2.0, 40.0)).dividedBy(new Series(List.of(1.0, 20.0)));
        assertThat(ratios.values()).containsExactly(2.0, 2.0);
    }
}

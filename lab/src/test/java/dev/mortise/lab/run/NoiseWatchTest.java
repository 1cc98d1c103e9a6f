package dev.mortise.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoiseWatchTest {

    private static List<Double> looks(int many, Double... others) {
        var all = new ArrayList<>(Collections.nCopies(many, 100.0));
        all.addAll(List.of(others));
        return all;
    }

    @Test
    void aMinuteAfterTheLastLookThereIsAnother() {
        var clock = new AtomicLong();
        var watch = new NoiseWatch(clock::get);
        watch.look();
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        watch.lookNowAndThen();
        assertThat(watch.noise().calibration()).hasSize(1);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        watch.lookNowAndThen();
        watch.lookNowAndThen();
        assertThat(watch.noise().calibration()).hasSize(2);
    }

    /** An hour has sixty looks, and a neighbour's moment is in some. */
    @Test
    void oneLookInTwentyMayBeSlow() {
        assertThat(NoiseWatch.drift(looks(57, 150.0, 111.0, 112.0))).isEmpty();
        assertThat(NoiseWatch.drift(looks(56, 150.0, 111.0, 112.0, 113.0))).contains(
                "a loop that always does the same took over 10 % longer than at its best in 4 of 60 looks");
        assertThat(NoiseWatch.drift(looks(60, 110.0, 110.0, 109.0, 108.0))).isEmpty();
        assertThat(NoiseWatch.drift(looks(3, 111.0))).isPresent();
        assertThat(NoiseWatch.drift(List.of())).isEmpty();
    }
}

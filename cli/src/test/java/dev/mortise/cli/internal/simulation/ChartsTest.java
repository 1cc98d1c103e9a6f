package dev.mortise.cli.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.SweepResult;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.Way;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A policy that failed is not missing without a word. */
class ChartsTest {

    private static final int SMALL = 1 << 20;
    private static final int LARGE = 1 << 21;
    private static final Way LRU = Way.InJava.of(BuiltInPolicy.LRU);
    private static final Way FIFO = Way.InJava.of(BuiltInPolicy.FIFO);
    private static final Way MINE = new Way.InJava("mine", BuiltInPolicy.LRU::inJava);

    private static RunResult measured(Way way, long bytes) {
        return new RunResult.Measured(way, bytes, 10, 5, Optional.empty(), List.of(1_000_000L));
    }

    private static RunResult failed(Way way, long bytes) {
        return new RunResult.Failed(way, bytes, "trapped");
    }

    private static SweepResult result(RunResult... runs) {
        return new SweepResult(Trace.builder("trace").add(1, 1).build(), List.of(runs));
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    void policiesThatFailedAreNamed() {
        var result = result(measured(LRU, SMALL), measured(LRU, LARGE), failed(MINE, SMALL), failed(MINE, LARGE),
                measured(FIFO, SMALL), failed(FIFO, LARGE));
        assertThat(Charts.failedPolicies(result)).isEqualTo("Failed: mine, fifo at 1 of 2 sizes");
        assertThat(Charts.failedTimes(result)).isEqualTo("Failed: mine (java)");
    }

    /** Another way of the policy was measured, so that its line is whole; its bar is not there. */
    @Test
    void aPolicyThatIsDrawnHasNotFailed() {
        var result = result(measured(LRU, SMALL), failed(LRU, SMALL));
        assertThat(Charts.failedPolicies(result)).isEmpty();
        assertThat(Charts.failedTimes(result)).isEqualTo("Failed: lru (java)");
    }

    @Test
    void namesStandBelowThePicture() throws IOException {
        var good = read(Charts.hitRatios(result(measured(LRU, SMALL))));
        var bad = read(Charts.hitRatios(result(measured(LRU, SMALL), failed(MINE, SMALL))));
        assertThat(bad.getHeight()).isGreaterThan(good.getHeight());
        var below = bad.getRGB(0, good.getHeight(), bad.getWidth(), bad.getHeight() - good.getHeight(), null, 0,
                bad.getWidth());
        assertThat(Arrays.stream(below).map(rgb -> rgb & 0xFFFFFF).boxed()).contains(0xFFFFFF, 0xB00020);
        assertThat(read(Charts.seconds(result(measured(LRU, SMALL), failed(MINE, SMALL)))).getHeight())
                .isEqualTo(bad.getHeight());
    }
}

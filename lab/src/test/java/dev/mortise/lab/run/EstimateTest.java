package dev.mortise.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.FakePeers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateTest {

    private static final Budget BUDGET = Budget.THOROUGH;

    @TempDir
    Path root;

    private final Estimate estimate = new Estimate(BUDGET);
    private List<Step> steps = List.of();

    @BeforeEach
    void makeSteps() throws Exception {
        var peers = new FakePeers(root).script("a", FakePeers.GOOD).script("b", FakePeers.GOOD);
        var row = new Row("scripting", "multiply", Map.of("abi", "pair"), "", Row.Natives.NOT, Row.Reach.ALL);
        steps = peers.find("a", "b").stream().map(each -> new Step(0, row, each)).toList();
    }

    @Test
    void whereThereIsTimeStepsHaveAllOfTheirs() {
        assertThat(estimate.share(steps, estimate.millis(steps, 1))).isEqualTo(1, within(0.01));
        assertThat(estimate.share(steps, Duration.ofHours(1).toMillis())).isEqualTo(1);
    }

    @Test
    void whereThereIsLittleTheyHaveAShareAndNoLessThanTheLeast() {
        var half = (1 + BUDGET.leastShare()) / 2;
        assertThat(estimate.share(steps, estimate.millis(steps, half))).isEqualTo(half, within(0.01));
        assertThat(estimate.share(steps, 0)).isEqualTo(BUDGET.leastShare());
    }

    @Test
    void whatAStepTookItIsToTakeAgain() {
        estimate.took(steps.getFirst(), Duration.ofSeconds(9), 1);
        assertThat(estimate.millis(List.of(steps.getFirst()), 1)).isEqualTo(9000);
        assertThat(estimate.millis(List.of(steps.getFirst()), 0.5)).isLessThan(9000);
        assertThat(estimate.last(steps.getFirst())).isEqualTo(Duration.ofSeconds(9));
        assertThat(estimate.last(steps.getLast())).isEqualTo(Duration.ZERO);
    }

    @Test
    void fromSlowStepsItLearnsAboutOthers() {
        var before = estimate.millis(List.of(steps.getLast()), 1);
        estimate.took(steps.getFirst(), Duration.ofSeconds(60), 1);
        assertThat(estimate.millis(List.of(steps.getLast()), 1)).isGreaterThan(before);
    }
}

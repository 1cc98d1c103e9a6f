package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NapkinRuleTest {

    @Test
    void figuresThatFollowTheRuleGiveItsNumber() {
        var runs = new Runs().throughput("consume", "65536", "extism", 8192 * 4.75)
                .throughput("echo", "65536", "extism", 2 * 8192 * 4.75)
                .throughput("reflect", "655360", "extism", 4 * 81920 * 4.75).throughput("memcpy", "65536", "extism", 1);
        var rule = NapkinRule.of(new Figures(runs.run()).of("throughput"), "extism").orElseThrow();
        assertThat(rule.nanosACall()).isCloseTo(4.75, within(1e-9));
        assertThat(rule.rows()).isEqualTo(3);
        assertThat(rule.worst()).isCloseTo(0, within(1e-9));
    }

    @Test
    void theRowItForetellsWorstIsNamed() {
        var runs = new Runs().throughput("consume", "65536", "extism", 8192)
                .throughput("echo", "65536", "extism", 2 * 8192).throughput("reflect", "65536", "extism", 4 * 8192 * 8);
        var rule = NapkinRule.of(new Figures(runs.run()).of("throughput"), "extism").orElseThrow();
        assertThat(rule.nanosACall()).isCloseTo(2, within(1e-9));
        assertThat(rule.worst()).isCloseTo(3, within(1e-9));
        assertThat(rule.worstRow()).isEqualTo("reflect, 64 KiB");
    }

    @Test
    void copyingAloneIsNoPlugIn() {
        var figures = new Figures(new Runs().throughput("memcpy", "65536", "dd", 10).run());
        assertThat(NapkinRule.of(figures.of("throughput"), "dd")).isEmpty();
    }
}

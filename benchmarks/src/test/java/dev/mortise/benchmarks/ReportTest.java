package dev.mortise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Row.Job NONE = () -> 0;

    private final Results results = new Results();

    @Test
    void aTimeIsComparedWithTheBaselineAndTheFastestPeer() {
        var row = row("ns", false, Row.Target.baseline(1.5).andPeer(2.5));
        add(row, Contender.MORTISE, 1.2);
        add(row, Contender.JAVA, 1.0);
        add(row, Contender.ENDIVE, 3.0);
        add(row, Contender.CHICORY, 6.0);
        assertThat(lastLine(row)).isEqualTo("| it | ns | 1.20 | plain Java 1.00 | 3.00 | 6.00 | 1.20 | 2.50 "
                + "| <= 1.50 x baseline, >= 2.50 x peers | met |");
    }

    @Test
    void aTimeIsComparedWithBothJavaAndNativeCode() {
        var row = new Row("it", "ns", false, Map.of(Contender.MORTISE, NONE, Contender.JAVA, NONE, Contender.NATIVE,
                NONE), 1, Optional.of(Row.Target.javaAndNative(1.3, 2)));
        add(row, Contender.MORTISE, 1.2);
        add(row, Contender.JAVA, 1.0);
        add(row, Contender.NATIVE, 0.5);
        assertThat(lastLine(row)).isEqualTo("| it | ns | 1.20 | plain Java 1.00; native Rust 0.50 | 1.20; 2.40 |  "
                + "| <= 1.30 x Java, <= 2.00 x native | **not met** |");
    }

    @Test
    void aSlowerTimeMissesItsTarget() {
        var row = row("ns", false, Row.Target.baseline(1.5));
        add(row, Contender.MORTISE, 1.6);
        add(row, Contender.JAVA, 1.0);
        assertThat(lastLine(row)).endsWith("| **not met** |");
    }

    @Test
    void aSpeedIsBetterWhenItIsHigher() {
        var row = row("MiB/s", true, Row.Target.peer(4));
        add(row, Contender.MORTISE, 500);
        add(row, Contender.ENDIVE, 100);
        assertThat(lastLine(row)).contains("| 5.00 | >= 4.00 x peers | met |");
    }

    @Test
    void aSpeedHasALeastAndATimeAMost() {
        var speed = row("times", true, Row.Target.absolute(1.9));
        add(speed, Contender.MORTISE, 1.8);
        assertThat(lastLine(speed)).endsWith("| >= 1.90 times | **not met** |");
        var time = row("us", false, Row.Target.absolute(1.9));
        assertThat(lastLine(time)).endsWith("| <= 1.90 us | met |");
    }

    @Test
    void whoTakesPartInNoLineHasNoColumn() {
        var row = row("ns", false, Row.Target.peer(2));
        assertThat(new Report(List.of(row), results).text()).isEmpty();
        add(row, Contender.MORTISE, 1);
        assertThat(new Report(List.of(row), results).text()).contains("| Endive 1.0.0 | Chicory 1.7.5 |")
                .doesNotContain(Contender.SDK.title(), Contender.EXTISM.title());
    }

    @Test
    void theSpreadIsThatOfTheProcesses() {
        var row = row("ns", false, Row.Target.peer(2));
        for (double value : new double[]{10, 12, 11}) {
            add(row, Contender.MORTISE, value);
            add(row, Contender.ENDIVE, 4 * value);
        }
        assertThat(lastLine(row)).contains("| 11.0 (10.0 .. 12.0) |", "| 4.00 (4.00 .. 4.00) |");
    }

    @Test
    void aContenderThatFailedIsNamed() {
        var row = row("ns", false, Row.Target.baseline(1.5));
        add(row, Contender.JAVA, 1.0);
        results.fail("it, Mortise: broken");
        assertThat(new Report(List.of(row), results).text())
                .contains("| it | ns | failed | plain Java 1.00 |", "| not measured |", "- it, Mortise: broken");
    }

    @Test
    void whatIsLeftBehindMustNotGrow() {
        var start = new Unloading.Residue(100, 5_000_000, 9_000_000, 1_000);
        assertThat(flat(start, new Unloading.Residue(1_000, 5_500_000, 9_500_000, 1_010))).isTrue();
        assertThat(flat(start, new Unloading.Residue(1_000, 5_000_000, 9_000_000, 1_900))).isFalse();
        assertThat(flat(start, new Unloading.Residue(1_000, 9_000_000, 9_000_000, 1_000))).isFalse();
        assertThat(flat(start, new Unloading.Residue(1_000, 5_000_000, 19_000_000, 1_000))).isFalse();
    }

    private static boolean flat(Unloading.Residue first, Unloading.Residue last) {
        return Unloading.isFlat(List.of(first, last));
    }

    private static Row row(String unit, boolean higherIsBetter, Row.Target target) {
        return new Row("it", unit, higherIsBetter, Map.of(Contender.MORTISE, NONE, Contender.JAVA, NONE,
                Contender.ENDIVE, NONE, Contender.CHICORY, NONE), 1, Optional.of(target));
    }

    private void add(Row row, Contender contender, double value) {
        results.add(row, contender, value);
    }

    private String lastLine(Row row) {
        return new Report(List.of(row), results).text().lines().reduce("", (before, line) -> line);
    }
}

package dev.mortise.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final Path ROOT = Path.of(System.getProperty("mortise.root"));

    private static Budget budget(boolean isThorough) {
        return isThorough ? Budget.THOROUGH : Budget.FAST;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noRowIsThereTwiceAndEachGuestIsInTheRepository(boolean isThorough) {
        var rows = Plan.of(Plan.EXPERIMENTS, budget(isThorough));
        assertThat(rows).doesNotHaveDuplicates().extracting(Row::label).doesNotHaveDuplicates();
        // Go's guests are built where they are wanted.
        assertThat(rows).extracting(Row::module).filteredOn(module -> !module.contains("/out/go/"))
                .allSatisfy(module -> assertThat(ROOT.resolve(module)).exists());
    }

    @Test
    void aThoroughRunHasWhatWasPublished() {
        var rows = Plan.of(Plan.EXPERIMENTS, Budget.THOROUGH);
        assertThat(rows).filteredOn(row -> row.task().equals("throughput")).hasSize(12);
        assertThat(rows).filteredOn(row -> row.task().equals("multiply")).hasSize(1 + 12 * 4);
        assertThat(rows).filteredOn(row -> row.task().equals("simulate") && !row.keys().containsValue("debug")
                && row.keys().containsValue("4194304") && !row.keys().containsValue("gds")).hasSize(28);
        assertThat(rows).filteredOn(row -> row.task().equals("simulate")).extracting(row -> row.keys().get("bytes"))
                .contains(Long.toString(8192L << 20));
    }

    @Test
    void onlyExperimentsThatWereAskedForAreThere() {
        assertThat(Plan.of(List.of("ffi"), Budget.FAST)).isNotEmpty()
                .allSatisfy(row -> assertThat(row.experiment()).isEqualTo("ffi"));
    }

    @Test
    void hostsAreNotToldWhatIsForTheReportAlone() {
        var rows = Plan.of(Plan.EXPERIMENTS, Budget.FAST);
        assertThat(rows).allSatisfy(row -> assertThat(row.keysForHosts()).doesNotContainKeys("build", "language",
                "requests").doesNotContainEntry("abi", "native"));
    }
}

package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.result.Summary;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "0.0029|0.0029", "0.0286|0.029", "0.2861|0.286", "1.006|1.01",
        "9.996|10.0", "12.34|12.3", "99.96|100", "123.4|123", "12345.6|12,346", "NaN|–"})
    void threeDigitsCount(double value, String text) {
        assertThat(Format.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"0.5|0.500 ns", "999.4|999 ns", "999.7|1.00 µs", "1500|1.50 µs", "2.5e6|2.50 ms",
                "3e9|3.00 s", "4e12|4,000 s"})
    void timesHaveTheirUnit(double nanos, String text) {
        assertThat(Format.time(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"8|8 B", "65536|64 KiB", "6553600|6.25 MiB", "8589934592|8 GiB"})
    void bytesHaveTheLargestUnit(long count, String text) {
        assertThat(Format.bytes(count)).isEqualTo(text);
    }

    /** One half to the power of the processes, twice, is what is missing; 0.75 is 75. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1|one process", "2|a to b (50 %)", "3|a to b (75 %)", "4|a to b (87 %)",
        "6|a to b (96 %)", "20|a to b (95 %)"})
    void intervalsHaveTheConfidenceThatIsReached(int processes, String text) {
        var summary = Summary.of(IntStream.range(0, processes).mapToObj(i -> List.of((double) i)).toList());
        assertThat(Format.interval(summary, "a", "b")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.24|0.24", "1|1.0", "9.94|9.9", "9.96|10", "3772.4|3,772", "Infinity|–"})
    void ratiosHaveTwoDigits(double ratio, String text) {
        assertThat(Format.times(ratio)).isEqualTo(text);
    }
}

package dev.mortise.wasm.internal.binary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource(value = {"a\u001B[31m, a?[31m", "a\u0085b, a?b", "a\u202Eb, a?b", "a\u2066b, a?b", "a\u2028b, a?b",
        "\u00E4\u20AC\uD83D\uDE00, \u00E4\u20AC\uD83D\uDE00"})
    void leavesNothingThatSteersATerminal(String text, String excerpt) {
        assertThat(Excerpt.of(text)).isEqualTo(excerpt);
    }
}

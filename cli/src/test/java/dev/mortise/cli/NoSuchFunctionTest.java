package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which export somebody meant who has misspelt its name. */
class NoSuchFunctionTest {

    private static String message(String name, String exports) {
        return String.valueOf(
                NoSuchFunction.of(name, Arrays.asList(exports.split(" ")), "none").getMessage());
    }

    /** Swapped letters are one mistake, of which a name of three letters may have no more. */
    @ParameterizedTest
    @CsvSource({"rnu, other run, run", "rum, other run, run", "multply, add multiply, multiply",
        "count_vowls, count_vowel count_vowels, count_vowels", "count_vowls, count_vowels count_vowel, count_vowels",
        "mulitpyl, add multiply, multiply"})
    void theNearestIsSuggested(String name, String exports, String meant) {
        assertThat(message(name, exports)).isEqualTo("there is no function '%s'; did you mean '%s'? There are: %s"
                .formatted(name, meant, exports.replace(" ", ", ")));
    }

    /** Too short for a mistake, two mistakes in five letters, three in six, four in fifteen. */
    @ParameterizedTest
    @CsvSource({"ru, run", "alloa, ablob", "abcdef, abcxyz", "abcdefghijklmno, abcdefghijkWXYZ",
        "add, added_by_many"})
    void whatIsFarIsNot(String name, String export) {
        assertThat(message(name, export))
                .isEqualTo("there is no function '%s'; there are: %s".formatted(name, export));
    }

    @Test
    void withoutExportsThereIsNothingToList() {
        assertThat(NoSuchFunction.of("run", List.of(), "the module exports none"))
                .hasMessage("there is no function 'run'; the module exports none");
    }
}

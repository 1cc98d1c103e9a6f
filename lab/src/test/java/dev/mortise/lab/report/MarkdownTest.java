package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "a | `b` *c*;a \\| \\`b\\` \\*c\\*",
        "$HOME and $PATH;<span>$</span>HOME and <span>$</span>PATH",
        "see https://example.org/a/b;see https:\u200b//example.org/a/b",
        "www.example.org;www\u200b.example.org",
        "ends with :bug:;ends with :\u200bbug:",
        "at 21:53:24, 64 KiB: slow;at 21:53:24, 64 KiB: slow",
        "@me #1;@\u200bme #\u200b1"})
    void whatMeansSomethingToMarkdownDoesNot(String text, String escaped) {
        assertThat(Markdown.text(text)).isEqualTo(escaped);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "error: /some/where/src-1/lib.rs:3;error: …/lib.rs:3",
        "'/tmp/a b/c.txt' is missing;'…/a b/c.txt' is missing",
        "lab/peers/node/measure.mjs;lab/peers/node/measure.mjs",
        "-I/usr/include/x/y.h;-I/usr/include/x/y.h",
        "600 MiB/s and/or 1/2;600 MiB/s and/or 1/2"})
    void foldersOfTheMachineStayThere(String text, String shortened) {
        assertThat(Markdown.text(text)).isEqualTo(shortened);
    }
}

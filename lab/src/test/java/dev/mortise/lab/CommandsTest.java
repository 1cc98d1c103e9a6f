package dev.mortise.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Machine;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Noise;
import dev.mortise.lab.result.ResultFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandsTest {

    @TempDir
    Path folder;

    @Test
    void whatResultsNameDoesNotBreakTheTableOfCompare() throws IOException {
        var file = new ResultFile(folder.resolve("r.jsonl"));
        var measurement = new Measurement("extism", "throughput", Map.of("function", "a|b"), "who|ever", "ns", "",
                List.of(new Fork(List.of(), List.of(1.0), Map.of(), 1)), "");
        var run = new LabRun(LabRun.FORMAT, "2026-11-21T17:00:00Z", 1, "", "0.1", false, false,
                new Machine("Linux", "", "", 2, 0, ""), new Noise(false, "", 0, List.of()), List.of(),
                List.of(measurement));
        file.append(run);
        file.append(run);
        var said = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            new CommandLine(new CompareCommand()).execute(file.path().toString(), file.path().toString());
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("| extism throughput function=a\\|b | who\\|ever | 1.0 | 1.0 | 1.00 | same |");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"--thorough;--thorough", "a,b=1/2.3;a,b=1/2.3",
        "two words;'two words'", "it's;'it'\\''s'", "$HOME;'$HOME'"})
    void whatWasTypedCanBeTypedAgain(String word, String quoted) {
        assertThat(LabCommand.quoted(word)).isEqualTo(quoted);
    }
}

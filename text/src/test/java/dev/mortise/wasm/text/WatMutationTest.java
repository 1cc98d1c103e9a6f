package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts with a few tokens lost, doubled or swapped are translated or refused with a {@link WatException}, and what is
 * translated is accepted or refused by the engine: nothing else is ever thrown.
 */
class WatMutationTest {

    private static final Pattern TOKEN = Pattern.compile("\\(module|[()]|\"[^\"]*\"|[^\\s()\"]+|\\s+");
    private static final int ROUNDS = 400;

    @ParameterizedTest
    @ValueSource(strings = {"control", "variables", "memory", "bulk", "tables", "memories", "text-forms"})
    void nothingElseIsThrown(String script) throws IOException {
        var module = firstModule(Path.of("src/test/resources/scripts", script + ".wast"));
        var random = new Random(script.hashCode());
        var refused = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var text = mutant(module, random);
            try {
                Module.parse(Wat.toBinary(text));
            } catch (WatException e) {
                assertThat(e.line()).isPositive();
                assertThat(e.column()).isPositive();
                refused++;
            } catch (InvalidModuleException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + " of " + script + ":\n" + text, e);
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    private static List<String> firstModule(Path script) throws IOException {
        var text = Files.readString(script).replaceAll(";;[^\n]*", "");
        var tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
        var start = tokens.indexOf("(module");
        var depth = 1;
        var end = start + 1;
        while (depth > 0) {
            var token = tokens.get(end++);
            depth += token.startsWith("(") ? 1 : token.equals(")") ? -1 : 0;
        }
        return tokens.subList(start, end);
    }

    private static String mutant(List<String> module, Random random) {
        var tokens = new ArrayList<>(module);
        for (var changes = 1 + random.nextInt(3); changes > 0; changes--) {
            var at = random.nextInt(tokens.size());
            var other = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(other));
                case 2 -> tokens.set(at, tokens.get(other));
                default -> {
                    var kept = tokens.get(at);
                    tokens.set(at, tokens.get(other));
                    tokens.set(other, kept);
                }
            }
        }
        return String.join("", tokens);
    }
}

package dev.mortise.wasm.text.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script is not satisfied by any refusal: it must be the right one. */
class RefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"assert_malformed | \"(func (i32.nonsense))\" | unknown operator | true",
        "assert_malformed | \"(func (i32.nonsense))\" | alignment must be a power of two | false",
        "assert_malformed | \"(func (result i32))\" | unknown operator | false",
        "assert_invalid | \"(func (result i32))\" | type mismatch | true",
        "assert_invalid | \"(func (result i32))\" | unknown local | false",
        "assert_invalid | \"(func (i32.nonsense))\" | unknown operator | false"})
    void theFaultCounts(String assertion, String module, String expected, boolean passes) {
        var script = "(%s (module quote %s) \"%s\")".formatted(assertion, module, expected);
        var outcomes = new ArrayList<Outcome>();
        Script.run("test", script.getBytes(StandardCharsets.UTF_8), false, ModuleOrigin.COMPILER,
                (line, outcome) -> outcomes.add(outcome));
        assertThat(outcomes).singleElement()
                .isInstanceOf(passes ? Outcome.Passed.class : Outcome.Failed.class);
    }
}

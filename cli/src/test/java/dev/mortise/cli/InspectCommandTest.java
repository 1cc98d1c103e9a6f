package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.plugin;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {

    @Test
    void describesAModule() throws IOException {
        var file = Path.of(wat("multiply.wasm"));

        var run = mortise("inspect", file.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("%s: module \"multiply".formatted(file)).contains("%d bytes".formatted(
                Files.size(file)), "uses: nothing beyond WebAssembly 1.0", "imports: 0",
                "exports: 1\n  function \"multiply\" "
                        + "(i32, i32) -> (i32)\n",
                "functions defined: 1", "each fits one method");
    }

    @Test
    void showsAPluginsParts() {
        assertThat(mortise("inspect", plugin("count_vowels")).out()).contains("uses: sign extension, bulk memory\n",
                "compiler was allowed: bulk-memory, ",
                "built with: Rust, rustc 1.",
                "  from \"extism:host/env\"\n", "    function \"alloc\" (i64) -> (i64)\n",
                "0: 17 pages (1.1 MiB), no maximum",
                "custom \"name\"", "count_vowels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"(func) | nothing beyond WebAssembly 1.0",
        "(global (export \"g\") (mut i32) (i32.const 0)) | mutable globals",
        "(func (drop (i32.extend8_s (i32.const 1)))) | sign extension",
        "(func (drop (i32.trunc_sat_f32_s (f32.const 1)))) | saturating conversions",
        "(func (result i32 i32) i32.const 1 i32.const 2) | multi-value",
        "(memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))) | bulk memory",
        "(memory 1) (data \"passive\") | bulk memory", "(table 1 externref) | reference types",
        "(func (param externref)) | reference types", "(memory 1) (memory 1) | multiple memories",
        "(global i32 (i32.add (i32.const 1) (i32.const 2))) | extended constant expressions"})
    void namesTheFeaturesInUse(String fields, String features) {
        var run = withInput("(module %s)".formatted(fields).getBytes(UTF_8), "inspect", "-");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\nuses: " + features + "\n");
    }

    @Test
    void marksFunctionsTooBigForOneMethod() {
        var body = "(drop (i32.add (i32.const 100000) (i32.const 200000)))".repeat(2_000);
        var text = "(module (func $small) (func $big %s))".formatted(body);

        var run = withInput(text.getBytes(UTF_8), "inspect", "-");

        assertThat(run.out()).contains("1 (marked *) is too big").containsPattern("\\* .* 1 big\n")
                .containsPattern("  .* 0 small\n");
    }

    @Test
    void printsJson() {
        var run = withInput("""
                (module (import "a\\"b" "c" (func (param i64))) (memory (export "m") 1 2)
                  (table 3 funcref) (global (mut f32) (f32.const 1)) (func $f) (start $f))
                """.getBytes(UTF_8), "inspect", "-", "--json");

        assertThat(run.out()).isEqualTo("""
                {
                  "file": "standard input",
                  "name": "standard input",
                  "bytes": %s,
                  "features": [],
                  "targetFeatures": [],
                  "producers": [],
                  "start": "1 \\"f\\"",
                  "imports": [
                    {"module": "a\\"b", "name": "c", "kind": "function", "type": "(i64) -> ()"}
                  ],
                  "exports": [
                    {"name": "m", "kind": "memory", "type": "1..2 pages"}
                  ],
                  "memories": [
                    {"index": 0, "imported": false, "minimum": 1, "maximum": 2}
                  ],
                  "tables": [
                    {"index": 0, "imported": false, "minimum": 3, "type": "funcref"}
                  ],
                  "globals": [
                    {"index": 0, "imported": false, "type": "f32", "mutable": true}
                  ],
                """.formatted(run.out().replaceAll("(?s).*?\"bytes\": (\\d+),.*", "$1"))
                + run.out().substring(run.out().indexOf("  \"sections\"")));
        assertThat(run.out()).contains("{\"name\": \"start\", \"custom\": false, \"bytes\": 1}",
                "{\"index\": 1, \"name\": \"f\", \"type\": \"() -> ()\", \"bytes\": 2, \"bytecode\": ")
                .endsWith("\"tooBig\": []\n}\n");
    }

    @Test
    void keepsControlCharactersOfNamesFromTheTerminal() {
        var run = withInput("(module (func (export \"a\\1b[2Jb\\n\")))".getBytes(UTF_8), "inspect", "-");

        assertThat(run.out()).contains("function \"a\uFFFD[2Jb\" ()");
    }

    @Test
    void refusesWhatIsNoModule() {
        var run = withInput("hello".getBytes(UTF_8), "inspect", "-");

        assertThat(run.err()).startsWith("mortise: standard input: this is no WebAssembly module").hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
    }
}

package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.plugin;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void tellsWhatBecomesOfEachFunction() {
        var body = "(drop (i32.add (i32.const 100000) (i32.const 200000)))".repeat(2_000);
        var loop = """
                (func $fill (export "out") (param i32 i32)
                  (loop (i32.store8 (local.get 0) (i32.const 7))
                    (local.set 0 (i32.add (local.get 0) (i32.const 1)))
                    (br_if 0 (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))))
                """;
        var text = "(module (memory 1) (func $small) (func $big %s) %s)".formatted(body, loop);

        var run = withInput(text.getBytes(UTF_8), "inspect", "--compile", "-");

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().map(String::strip).map(line -> line.replaceAll(" +", " ")).toList())
                .first().isEqualTo("bytes bytecode methods biggest cut function");
        assertThat(run.out()).containsPattern("  \\d runs, parameters +1 big\n")
                .containsPattern("\n +2 +1 +1 +1  - +0 small\n")
                .containsPattern(" 1  +\\d+  1 bulk loop +2 fill exported as \"out\"\n")
                .contains("standard input: module \"standard input\", 3 functions, 1 cut; ",
                        "\n1 loop as bulk operations\n", ": none is over 8,000 bytes");
        assertThat(run.out().indexOf(" 1 big")).isLessThan(run.out().indexOf(" 2 fill"));
    }

    /** CRuby has such a function, which came to 8,027 bytes. */
    @Test
    void ciphersAreCutInTime() {
        var body = "(drop (local.tee 0 (i32.rotl (local.get 0) (i32.const 7))))".repeat(650);
        var text = "(module (func $rotate (param i32) %s))".formatted(body);

        var run = withInput(text.getBytes(UTF_8), "inspect", "--compile", "-");

        assertThat(run.out()).contains("1 function, 1 cut;", ": none is over 8,000 bytes");
    }

    @Test
    void tellsADispatchLoopFromOtherCode() {
        var arms = 40;
        var text = new StringBuilder("(module (func $interpret (param i32) (loop $next ")
                .append("(block ".repeat(arms)).append("(br_table ");
        IntStream.range(0, arms).forEach(arm -> text.append(arm).append(' '));
        text.append("(local.get 0)))");
        IntStream.range(1, arms).forEach(arm -> text
                .append("(local.set 0 (i32.mul (local.get 0) (i32.const %d)))".formatted(100_000 + arm).repeat(100))
                .append("(br $next))"));
        text.append(")))");

        var run = withInput(text.toString().getBytes(UTF_8), "inspect", "--compile", "-");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("  dispatch loop of \\d+ arms, .*parameters +0 interpret\n");
    }

    @Test
    void namesFunctionsThatCannotBeCompiled() {
        var text = new StringBuilder("(module (func $small) (func $calls ");
        IntStream.range(0, 25_000).forEach(i -> text.append("(call %d)".formatted(i + 2)));
        text.append(")").append("(func)".repeat(25_000)).append(")");

        var run = withInput(text.toString().getBytes(UTF_8), "inspect", "--compile", "--top", "0", "-");

        assertThat(run.out()).contains(": 1 calls: too big for the JVM even in pieces (", "shown: the 0 of most")
                .doesNotContain("small");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void compilesForJson() {
        var run = withInput("(module (func $f (drop (i32.const 1))) (func $g))".getBytes(UTF_8), "inspect", "-",
                "--compile", "--json");

        assertThat(run.out()).contains("\"index\": 1, \"name\": \"g\", \"type\": \"() -> ()\", \"bytes\": 2, "
                + "\"bytecode\": 1, \"methods\": 1, \"biggestMethod\": 1, \"bulkLoops\": 0}",
                "\"compiled\": {\"functions\": 2, \"cut\": 0, \"methods\": 2, \"bytecode\": ",
                "\"refused\": 0, \"bulkLoops\": 0}");
    }

    /** It is over the limit as a whole, which is what it is estimated by, and was cut. */
    @Test
    void tellsWhatIsTooBigAfterCompilation() {
        var body = "(drop (i32.add (i32.const 100000) (i32.const 200000)))".repeat(2_000);
        var text = "(module (func $big %s))".formatted(body).getBytes(UTF_8);

        assertThat(withInput(text, "inspect", "-", "--json").out()).contains("\"tooBig\": [\n    0\n  ]");
        assertThat(withInput(text, "inspect", "-", "--json", "--compile").out()).containsOnlyOnce("tooBig")
                .contains("\"tooBig\": [],");
    }

    /** The class files of a jar are the witness. */
    @Test
    void countsWhatTheClassesHold(@TempDir Path folder) throws IOException {
        var jar = folder.resolve("count_vowels.jar");
        assertThat(mortise("compile", plugin("count_vowels"), "-o", jar.toString()).exitCode()).isZero();
        var methods = 0;
        var biggest = 0;
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().filter(each -> each.getName().matches("wasm/.*/Functions\\d+\\.class"))
                    .toList()) {
                try (var in = zip.getInputStream(entry)) {
                    for (var method : ClassFile.of().parse(in.readAllBytes()).methods()) {
                        var isFunction = !method.methodName().stringValue().startsWith("call_indirect$");
                        methods += isFunction ? 1 : 0;
                        biggest = Math.max(biggest, isFunction ? size(method) : 0);
                    }
                }
            }
        }

        var run = mortise("inspect", "--compile", "--json", plugin("count_vowels"));

        assertThat(methods).isPositive();
        assertThat(run.out()).contains("\"methods\": %d, \"bytecode\"".formatted(methods))
                .containsPattern("\"compiled\": .*\"biggestMethod\": %d,".formatted(biggest));
    }

    private static int size(MethodModel method) {
        return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
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

package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.plugin;
import static dev.mortise.cli.Run.withErrorsOnTerminal;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code mortise call} gets its plug-in from: manifests, linked modules, URLs. */
class CallSourcesTest {

    private static final String CONFIG = plugin("config");

    /** Adds one by calling a linked module. */
    private static final String MAIN = """
            (module
              (import "lib" "one" (func $one (result i64)))
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
              (import "extism:host/env" "output_set" (func $output (param i64 i64)))
              (func (export "f") (local $block i64)
                (call $store (local.tee $block (call $alloc (i64.const 8))) (call $one))
                (call $output (local.get $block) (i64.const 1))))
            """;

    @TempDir
    private Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static String lib(char answer) {
        return "(module (func (export \"one\") (result i64) (i64.const %d)))".formatted((int) answer);
    }

    private static void assertRefused(Run run, int exitCode, String... words) {
        assertThat(run.err()).startsWith("mortise: ").contains(words).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void readsAManifestWithOrWithoutBeingTold() throws IOException {
        var manifest = file("p.json", " {\"wasm\": [{\"path\": \"%s\"}], \"config\": {\"a\": \"m\", \"b\": \"m\"}}"
                .formatted(CONFIG));
        assertThat(mortise("call", manifest, "config_get", "--input", "a").out()).isEqualTo("m");
        assertThat(mortise("call", "-m", manifest, "config_get", "-i", "a").out()).isEqualTo("m");
        assertThat(mortise("call", manifest, "config_get", "--manifest", "-i", "a", "--config", "a=o").out())
                .isEqualTo("o");
        assertThat(mortise("call", manifest, "config_get", "-i", "b", "--config", "a=o").out()).isEqualTo("m");
        assertThat(withInput(Files.readAllBytes(Path.of(manifest)), "call", "-", "config_get", "-i", "b").out())
                .isEqualTo("m");
    }

    @Test
    void readsAManifestInToml() throws IOException {
        var manifest = file("p.toml", "config = {a = 'm'}\n[[wasm]]\npath = '%s'\n".formatted(CONFIG));
        assertThat(mortise("call", manifest, "config_get", "--input", "a").out()).isEqualTo("m");
        assertThat(mortise("call", manifest, "config_get", "--input", "a", "-m").out()).isEqualTo("m");
        assertRefused(mortise("call", file("q.toml", "wasm = ["), "f"), ExitCode.FILE,
                "q.toml: manifest: this is no TOML");
    }

    @Test
    void saysWhatIsWrongWithAManifest() throws IOException {
        assertRefused(mortise("call", file("a.json", "{\"wasm\": [{\"path\": \"%s\"}], \"colour\": 1}"
                .formatted(CONFIG)), "f"), ExitCode.FILE, "a.json: manifest field colour: is unknown");
        var cutOff = mortise("call", file("b.json", "{\"wasm\": [{\"path\": \"%s\"}"), "f");
        assertRefused(cutOff, ExitCode.FILE, "b.json: manifest: this is no JSON", "line 1");
        assertThat(cutOff.err()).doesNotContain("Source");
        assertRefused(mortise("call", file("c.json", "{\"wasm\": [{\"path\": \"%s\", \"hash\": \"00\"}]}"
                .formatted(CONFIG)), "f"), ExitCode.FILE, "c.json: manifest field wasm[0].hash: \"00\" is no SHA-256");
        assertRefused(
                mortise("call", file("d.json", "{\"wasm\": [{\"path\": \"%s\"}]}".formatted(folder)), "f", "--link",
                        "l=" + CONFIG),
                ExitCode.FILE, "d.json: manifest field wasm[0].path: ", "is a folder");
        assertRefused(mortise("call", CONFIG, "f", "--manifest"), ExitCode.USAGE, "leave --manifest out");
        assertRefused(mortise("call", file("e.txt", "words"), "f", "-m"), ExitCode.FILE, "e.txt: manifest: this is no");
    }

    @Test
    void linksModulesByName() throws IOException {
        var main = file("main.wat", MAIN);
        var link = "lib=" + file("lib.wat", lib('1'));
        assertThat(mortise("call", main, "f", "--link", link).out()).isEqualTo("1");
        var manifest = file("p.json", "{\"wasm\": [{\"path\": \"%s\"}]}".formatted(main));
        assertThat(mortise("call", manifest, "f", "--link", link, "--link", "other=" + CONFIG).out()).isEqualTo("1");
        try (var server = new LoopbackServer()) {
            var url = server.serve("/lib.wat", lib('2').getBytes(UTF_8), true);
            assertThat(mortise("call", main, "f", "--link", "lib=" + url).out()).isEqualTo("2");
        }
    }

    @Test
    void saysWhatIsWrongWithALink() throws IOException {
        var main = file("main.wat", MAIN);
        var text = file("notes.txt", "some words");
        assertRefused(mortise("call", main, "f", "--link", "lib"), ExitCode.USAGE, "--link needs NAME=FILE, not 'lib'");
        assertRefused(mortise("call", main, "f", "--link", "lib=none.wasm"), ExitCode.FILE,
                "none.wasm: cannot be read: there is no such file");
        assertRefused(mortise("call", main, "f", "--link", "lib=" + text), ExitCode.FILE,
                text + ": this is no WebAssembly module", "; it looks like text");
        assertRefused(mortise("call", main, "f", "--link", "lib=" + CONFIG), ExitCode.FILE, "main.wat: ", "lib", "one");
        assertRefused(mortise("call", main, "f", "--link", "a=" + CONFIG, "--link", "a=" + CONFIG), ExitCode.FILE,
                "Duplicate module name");
    }

    @Test
    void loadsAModuleFromAUrl() throws IOException {
        try (var server = new LoopbackServer()) {
            var url = server.serve("/echo.wasm", Files.readAllBytes(Path.of(plugin("echo"))), true);
            var run = mortise("call", url, "echo", "--input", "a");

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo("a");
            assertRefused(mortise("call", url + "/none", "echo", "-m"), ExitCode.USAGE, "--manifest needs a file");
            assertRefused(mortise("call", server.on("/gone", exchange -> exchange.sendResponseHeaders(410, -1)), "f"),
                    ExitCode.FILE, "/gone: answered with status 410");
            assertRefused(mortise("call", server.serve("/page", "<!doctype html>".getBytes(UTF_8), true), "f"),
                    ExitCode.FILE, "/page: this is no WebAssembly module");
        }
        assertRefused(mortise("call", "http://127.0.0.1:1/m.wasm", "f"), ExitCode.FILE,
                "http://127.0.0.1:1/m.wasm: cannot");
        assertRefused(mortise("call", "https://a b/", "f"), ExitCode.USAGE, "https://a b/: this is no URL");
    }

    @Test
    void showsTheDownloadToAPersonAndLeavesTheLineEmpty() throws IOException {
        var module = Files.readAllBytes(Path.of(plugin("echo")));
        try (var server = new LoopbackServer()) {
            for (var tellsLength : new boolean[]{true, false}) {
                var url = server.serve("/echo" + tellsLength + ".wasm", module, tellsLength);
                var run = withErrorsOnTerminal("call", url, "echo", "--input", "a");

                assertThat(run.out()).isEqualTo("a");
                // Not which percentage: the library's own thread may be drawing while the bar is closed.
                assertThat(run.err()).contains("\recho" + tellsLength + ".wasm ").doesNotContain("\n", "\u001B")
                        .endsWith("\r").contains(tellsLength ? "%" : "?");
                assertThat(run.err().split("\r")).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
                var drawn = run.err().split("\r");
                assertThat(drawn[drawn.length - 1]).isBlank();
            }
            var failed =
                    withErrorsOnTerminal("call", server.on("/gone", exchange -> exchange.sendResponseHeaders(410, -1)),
                            "f");
            assertThat(failed.err()).startsWith("mortise: ").hasLineCount(1);
        }
        assertThat(withErrorsOnTerminal("call", plugin("echo"), "echo").err()).isEmpty();
    }
}

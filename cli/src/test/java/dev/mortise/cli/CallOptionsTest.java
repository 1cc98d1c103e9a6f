package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.plugin;
import static dev.mortise.cli.Run.withInput;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code mortise call} gives a plug-in, and where it stops one. */
class CallOptionsTest {

    /** Sends its input as an HTTP request and answers with the body. */
    private static final String CLIENT = """
            (module
              (import "extism:host/env" "input_length" (func $input_length (result i64)))
              (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "length" (func $length (param i64) (result i64)))
              (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
              (func (export "get") (local $request i64) (local $i i64) (local $body i64)
                (local.set $request (call $alloc (call $input_length)))
                (loop $next
                  (call $store_u8 (i64.add (local.get $request) (local.get $i)) (call $input_load_u8 (local.get $i)))
                  (local.set $i (i64.add (local.get $i) (i64.const 1)))
                  (br_if $next (i64.lt_u (local.get $i) (call $input_length))))
                (local.set $body (call $http_request (local.get $request) (i64.const 0)))
                (call $output_set (local.get $body) (call $length (local.get $body)))))
            """;

    /**
     * Creates the file "f" of the first folder that it has, or of the second, and returns the errno; tells how long the
     * name of the first is.
     */
    private static final String FILES = """
            (module
              (import "wasi_snapshot_preview1" "path_open"
                (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_prestat_get"
                (func $prestat_get (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "f")
              (func $create (param $folder i32) (result i32)
                (call $path_open (local.get $folder) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 9)
                  (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 8)))
              (func (export "create") (result i32) (call $create (i32.const 3)))
              (func (export "create_in_second") (result i32) (call $create (i32.const 4)))
              (func (export "name_length") (result i32)
                (drop (call $prestat_get (i32.const 3) (i32.const 16)))
                (i32.load (i32.const 20))))
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"{\"a\": \"1\"} | '' | 1", "{\"a\": \"1\"} | a=2 | 2", "{\"b\": \"1\"} | a=2 | 2",
                "{\"a\": \"ü\\n\"} | b=2 | 'ü\n'"})
    void takesConfigurationAsJson(String json, String config, String value) {
        var args = new ArrayList<>(List.of("call", plugin("config"), "config_get", "-i", "a", "--set-config", json));
        if (!config.isEmpty()) {
            args.addAll(List.of("--config", config));
        }
        assertThat(mortise(args.toArray(String[]::new)).out()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"{\"a\": 1} | the value of \"a\" must be a string", "[] | a JSON object is wanted",
                "{\"a\": \"1\" | this is no JSON", "{} {} | something after",
                "{\"a\": \"1\", \"a\": \"2\"} | no JSON: Duplicate",
                "'' | a JSON object is wanted"})
    void saysWhatIsWrongWithJson(String json, String words) {
        var run = mortise("call", plugin("config"), "config_get", "--set-config", json);

        assertThat(run.err()).startsWith("mortise: --set-config: ").contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void endsACallThatTakesTooLong() {
        var run = mortise("call", plugin("endless"), "endless", "--timeout", "50");

        assertThat(run.err()).startsWith("mortise: timeout").contains("50 ms").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(mortise("call", plugin("echo"), "echo", "-i", "a", "--timeout", "0").out()).isEqualTo("a");
    }

    @Test
    void limitsWork() {
        var tooLittle = mortise("call", plugin("endless"), "endless", "--fuel", "100000");
        assertThat(tooLittle.err()).startsWith("mortise: ").contains("out of fuel").hasLineCount(1);
        assertThat(tooLittle.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(mortise("call", plugin("endless"), "endless", "--fuel", "100000", "--trace").err())
                .contains("\n    at endless");

        var enough = mortise("call", plugin("echo"), "echo", "-i", "a", "--fuel", "1000000", "--repeat", "2");
        assertThat(enough.out()).isEqualTo("a");
        assertThat(enough.err()).containsPattern("\nfuel of the last call: [1-9][0-9]*\n$");
        assertThat(mortise("call", plugin("echo"), "echo", "--repeat", "2").err()).doesNotContain("fuel");
        var unlimited = mortise("call", plugin("echo"), "echo", "-i", "a", "--fuel", "0", "--repeat", "1");
        assertThat(unlimited.out()).isEqualTo("a");
        assertThat(unlimited.err()).doesNotContain("fuel");
    }

    @Test
    void limitsMemory() {
        assertThat(mortise("call", plugin("grow"), "grow", "-i", "100").exitCode()).isZero();
        assertThat(mortise("call", plugin("grow"), "grow", "-i", "100", "--memory-max", "0").exitCode()).isZero();
        var grown = mortise("call", plugin("grow"), "grow", "-i", "100", "--memory-max", "100");
        assertThat(grown.err()).hasLineCount(1);
        assertThat(grown.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        var tooBig = mortise("call", plugin("grow"), "grow", "-i", "0", "--memory-max", "17");
        assertThat(tooBig.err()).isEqualTo("mortise: the plug-in begins with a memory of 17 pages of 64 KiB, but its "
                + "limit of 17 leaves 16, as the memory for input and output takes 1: raise the limit (maxPages, a "
                + "manifest's memory.max_pages, --memory-max) to at least 18\n");
        assertThat(tooBig.exitCode()).isEqualTo(ExitCode.FILE);
        assertThat(mortise("call", plugin("grow"), "grow", "-i", "0", "--memory-max", "18").err())
                .as("it begins, and then wants more").startsWith("mortise: oom");
    }

    @Test
    void limitsVariables() {
        assertThat(mortise("call", plugin("vars"), "var_fill", "-i", "1000").exitCode()).isZero();
        assertThat(mortise("call", plugin("vars"), "var_fill", "-i", "1000", "--var-max", "900").err())
                .contains("full");
    }

    @Test
    void allowsHosts() throws IOException {
        var client = Files.writeString(folder.resolve("client.wat"), CLIENT).toString();
        try (var server = new LoopbackServer()) {
            var request = "{\"url\": \"%s\"}".formatted(server.serve("/a", "answer".getBytes(UTF_8), true));
            assertThat(mortise("call", client, "get", "-i", request, "--allow-host", "*.example.com", "--allow-host",
                    "127.*").out()).isEqualTo("answer");
            var denied = mortise("call", client, "get", "-i", request, "--allow-host", "*.example.com");
            assertThat(denied.err()).contains("is not allowed").hasLineCount(1);
            assertThat(denied.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
            assertThat(mortise("call", client, "get", "-i", request, "--allow-host", "*", "--http-response-max", "5")
                    .err())
                    .contains("configured maximum number of bytes: 5").hasLineCount(1);
        }
    }

    @Test
    void allowsPaths() throws IOException {
        var plugin = Files.writeString(folder.resolve("files.wat"), FILES).toString();
        var data = Files.createDirectory(folder.resolve("data"));

        // The code is the errno of creating the file /data/f: 0, 69 for a read-only folder, 44 for none.
        assertThat(mortise("call", plugin, "create", "--wasi", "--allow-path", "ro:" + data + ":/data").err())
                .contains("exit code: 69").hasLineCount(1);
        assertThat(mortise("call", plugin, "create", "--wasi", "--allow-path", data + ":/data").exitCode()).isZero();
        assertThat(data.resolve("f")).isEmptyFile();
        var none = mortise("call", plugin, "create", "--wasi", "--allow-path", data + "/none:/data");
        assertThat(none.err()).startsWith("mortise: --allow-path " + data + "/none: there is no such folder")
                .hasLineCount(1);
        assertThat(none.exitCode()).isEqualTo(ExitCode.FILE);
        var manifest = Files.writeString(folder.resolve("p.json"),
                "{\"wasm\": [{\"path\": \"%s\"}], \"allowed_paths\": {\"%s/none\": \"/data\"}}".formatted(plugin, data))
                .toString();
        assertThat(mortise("call", manifest, "create", "--wasi").err())
                .contains("p.json: manifest field allowed_paths.");
    }

    @ParameterizedTest
    @CsvSource({"a, /data, ro:b, /data", "ro:b, /data, b, /data", "b, /data, ro:b, /data", "a, /data/, ro:b, /data",
        "a, /./data//., b, /data"})
    void aFolderCountsMoreThanTheManifestsOfThatName(String host, String guest, String optionHost, String optionGuest)
            throws IOException {
        var manifest = manifestOfFiles(host, guest);
        var option = "%s:%s".formatted(in(folder, optionHost), optionGuest);

        // 69 stands for a read-only folder, 8 for none.
        var code = optionHost.startsWith("ro:") ? 69 : 0;
        var create = mortise("call", manifest, "create", "--wasi", "--allow-path", option);
        if (code == 0) {
            assertThat(create.err()).isEmpty();
        } else {
            assertThat(create.err()).contains("exit code: 69");
        }
        assertThat(mortise("call", manifest, "create_in_second", "--wasi", "--allow-path", option).err())
                .contains("exit code: 8 ");
    }

    @Test
    void aFolderIsAlsoWhereTheOptionPutsIt() throws IOException {
        var manifest = manifestOfFiles("ro:a", "/manifest");
        var option = folder.resolve("a") + ":/opt";

        assertThat(mortise("call", manifest, "name_length", "--wasi", "--allow-path", option).err())
                .contains("exit code: 9 ");
        assertThat(mortise("call", manifest, "create_in_second", "--wasi", "--allow-path", option).err()).isEmpty();
    }

    private String manifestOfFiles(String host, String guest) throws IOException {
        Files.createDirectory(folder.resolve("a"));
        Files.createDirectory(folder.resolve("b"));
        var plugin = Files.writeString(folder.resolve("files.wat"), FILES);
        return Files.writeString(folder.resolve("p.json"),
                "{\"wasm\": [{\"path\": \"%s\"}], \"allowed_paths\": {\"%s\": \"%s\"}}"
                        .formatted(plugin, in(folder, host), guest))
                .toString();
    }

    private static String in(Path folder, String host) {
        return host.startsWith("ro:") ? "ro:" + folder.resolve(host.substring(3)) : folder.resolve(host).toString();
    }

    @Test
    void anOptionCountsMoreThanTheManifest() throws IOException {
        var client = Files.writeString(folder.resolve("client.wat"), CLIENT);
        try (var server = new LoopbackServer()) {
            var request = "{\"url\": \"%s\"}".formatted(server.serve("/a", "answer".getBytes(UTF_8), true));
            var manifest =
                    manifest(client, "\"allowed_hosts\": [\"none\"], \"memory\": {\"max_http_response_bytes\": 5}");
            assertThat(mortise("call", manifest, "get", "-i", request, "--allow-host", "127.*").err())
                    .contains("number of bytes: 5");
            assertThat(mortise("call", manifest, "get", "-i", request, "--allow-host", "127.*", "--http-response-max",
                    "6").out()).isEqualTo("answer");
        }
        var config = manifest(Path.of(plugin("config")), "\"config\": {\"a\": \"1\", \"b\": \"2\"}");
        assertThat(mortise("call", config, "config_get", "-i", "a", "--config", "a=3").out()).isEqualTo("3");
        assertThat(mortise("call", config, "config_get", "-i", "a", "--set-config", "{\"a\": \"4\"}").out())
                .isEqualTo("4");
        assertThat(mortise("call", config, "config_get", "-i", "b", "--config", "a=3").out()).isEqualTo("2");

        var endless = manifest(Path.of(plugin("endless")), "\"timeout_ms\": 100000");
        assertThat(mortise("call", endless, "endless", "--timeout", "50").err()).contains("50 ms");
        assertThat(mortise("call", manifest(Path.of(plugin("endless")), "\"timeout_ms\": 60"), "endless", "--timeout",
                "0").err()).contains("60 ms");

        var small = manifest(Path.of(plugin("grow")), "\"memory\": {\"max_pages\": 20, \"max_var_bytes\": 900}");
        assertThat(mortise("call", small, "grow", "-i", "100").exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(mortise("call", small, "grow", "-i", "100", "--memory-max", "200").exitCode()).isZero();
        var vars = manifest(Path.of(plugin("vars")), "\"memory\": {\"max_var_bytes\": 900}");
        assertThat(mortise("call", vars, "var_fill", "-i", "1000").err()).contains("full");
        assertThat(mortise("call", vars, "var_fill", "-i", "1000", "--var-max", "2000").exitCode()).isZero();
    }

    private String manifest(Path plugin, String fields) throws IOException {
        return Files.writeString(folder.resolve("p.json"), "{\"wasm\": [{\"path\": \"%s\"}], %s}"
                .formatted(plugin.toAbsolutePath(), fields)).toString();
    }

    @Test
    void printsEachOutputOfALoopOnItsLine() {
        var run = mortise("call", plugin("count_vowels"), "count_vowels", "-i", "a", "--loop", "3");

        assertThat(run.out()).isEqualTo("{\"count\":1,\"total\":1,\"vowels\":\"aeiouAEIOU\"}\n"
                + "{\"count\":1,\"total\":2,\"vowels\":\"aeiouAEIOU\"}\n{\"count\":1,\"total\":3,\"vowels\":\"aeiouAEIOU\"}\n");
        assertThat(run.err()).isEmpty();
        assertThat(mortise("call", plugin("echo"), "echo", "-i", "a", "--loop", "1").out()).isEqualTo("a");
    }

    @Test
    void endsALoopAtTheFirstFailure() {
        var run = mortise("call", plugin("error"), "fail", "-i", "no", "--loop", "3");

        assertThat(run.err()).isEqualTo("mortise: the plug-in reports: no\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void showsWhereATrapHappened() {
        var run = mortise("call", plugin("trap"), "unreachable", "--trace");

        assertThat(run.err().lines().map(line -> line.replaceAll("\\d+", "N"))).containsExactly(
                "mortise: the plug-in trapped: unreachable",
                "    at trap::inner (function N of trap)", "    at trap::outer (function N of trap)",
                "    at unreachable (function N of trap)");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PLUGIN_FAILED);
        assertThat(mortise("call", plugin("error"), "fail", "-i", "no", "--trace").err())
                .isEqualTo("mortise: the plug-in reports: no\n");
    }

    @Test
    void showsWhereAGuestWasWhenALimitStoppedIt() throws IOException {
        // On a busy machine a short limit may strike before the guest's first instruction.
        assertThat(List.of("50", "1000", "20000")).anySatisfy(limit -> assertThat(
                mortise("call", plugin("endless"), "endless", "--trace", "--timeout", limit).err())
                .startsWith("mortise: timeout").contains("\n    at endless (function "));
        assertThat(mortise("call", plugin("endless"), "endless", "--trace", "--fuel", "100000").err())
                .contains("\n    at endless (function ");
        var hoard = Files.writeString(folder.resolve("hoard.wat"),
                "(module (memory 1) (func (export \"hoard\") (drop (memory.grow (i32.const 100))) (unreachable)))");
        assertThat(mortise("call", hoard.toString(), "hoard", "--trace", "--memory-max", "30").err())
                .startsWith("mortise: oom").contains("\n    at hoard (function ");
    }

    @Test
    void showsOnceWhatRepeatsInADeepStack() {
        var run = mortise("call", plugin("recurse"), "recurse_for_ever", "--trace");

        assertThat(run.err()).contains("stack exhausted", "\n    at recurse::")
                .containsPattern("\n    the ([0-9]+ functions|function) above repeats? [0-9,]+ times more\n");
        assertThat(run.err().lines()).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--timeout -1 | '''--timeout'': it must be a whole number, 0 to '",
        "--timeout 1s | --timeout", "--memory-max 70000 | 0 to 65,536", "--http-response-max x | 0 or more",
        "--var-max x | --var-max", "--fuel -1 | 0 or more", "--loop 0 | --loop", "--repeat 1.5 | 10,000,000",
        "--loop 2 --repeat 2 | --loop and --repeat exclude each other", "--allow-path a | add --wasi",
        "--wasi --allow-path : | --allow-path needs HOST", "--wasi --allow-path ro: | --allow-path needs HOST",
        "--wasi --allow-path a: | --allow-path needs HOST",
        "--wasi --allow-path /tmp:/../x | --allow-path /tmp:/../x: the guest's path '/../x' must not have '..' in it",
        "--wasi --allow-path ro:/tmp:x/.. | the guest's path 'x/..' must not have '..' in it"})
    void namesTheOptionThatIsWrong(String options, String words) {
        var args = new ArrayList<>(List.of("call", plugin("echo"), "echo"));
        args.addAll(List.of(options.split(" ")));

        var run = mortise(args.toArray(String[]::new));

        assertThat(run.err()).startsWith("mortise: ").contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void doesNotReadStandardInputTwice() {
        var run = withInput(new byte[0], "call", "-", "f", "--stdin");

        assertThat(run.err()).contains("cannot be both").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}

package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.LinkException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManifestTest {

    private static final String ANSWER = """
            (module
              (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
              (import "extism:host/env" "input_length" (func $input_length (result i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (func (export "echo") (call $output_set (call $input_offset) (call $input_length))))
            """;
    /** Adds one through a module named "library", or traps. */
    private static final String MAIN = """
            (module
              (import "library" "add" (func $add (param i32) (result i32)))
              (func (export "run") (result i32) (i32.sub (call $add (i32.const 41)) (i32.const 42))))
            """;
    private static final String LIBRARY = """
            (module (func (export "add") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))
            """;

    @TempDir
    private Path folder;

    @Test
    void readsEveryField() {
        var manifest = Manifest.parse("""
                {
                  "wasm": [
                    {"path": "library.wasm", "name": "library", "hash": "00ff"},
                    {"data": "AGFzbQ=="},
                    {"url": "http://localhost/a", "headers": {"Authorization": "Basic x"}, "method": "post"}
                  ],
                  "memory": {"max_pages": 4, "max_http_response_bytes": 5, "max_var_bytes": 6},
                  "config": {"a": "b"}, "timeout_ms": 1500,
                  "allowed_hosts": ["*.example.com"], "allowed_paths": {"ro:/tmp": "/data"}
                }
                """);
        assertThat(manifest.wasm()).first()
                .isEqualTo(WasmSource.file(Path.of("library.wasm")).named("library").hashed("00ff"));
        assertThat(manifest.wasm().get(1)).isInstanceOfSatisfying(WasmSource.OfData.class,
                data -> assertThat(data.bytes()).containsExactly(0, 'a', 's', 'm'));
        assertThat(manifest.wasm().get(2)).isInstanceOfSatisfying(WasmSource.OfUrl.class, url -> {
            assertThat(url.url()).isEqualTo(URI.create("http://localhost/a"));
            assertThat(url.method()).isEqualTo("POST");
            assertThat(url.headers()).isEqualTo(Map.of("Authorization", "Basic x"));
        });
        assertThat(manifest.maxPages()).hasValue(4);
        assertThat(manifest.maxHttpResponseBytes()).hasValue(5);
        assertThat(manifest.maxVarBytes()).hasValue(6);
        assertThat(manifest.config()).isEqualTo(Map.of("a", "b"));
        assertThat(manifest.timeout()).contains(Duration.ofMillis(1500));
        assertThat(manifest.allowedHosts()).containsExactly("*.example.com");
        assertThat(manifest.allowedPaths()).containsExactly(new Manifest.AllowedPath("ro:/tmp", "/data"));
    }

    @Test
    void takesNullForWhatIsLeftOut() {
        var manifest = Manifest.parse("""
                {"wasm": [{"path": "a", "name": null, "hash": null}], "memory": {"max_pages": null}, "config": null,
                 "timeout_ms": null, "allowed_hosts": null, "allowed_paths": null}
                """);
        assertThat(manifest.wasm()).containsExactly(WasmSource.file(Path.of("a")));
        assertThat(manifest.maxPages()).isEmpty();
        assertThat(manifest.timeout()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'{'| ''", "'[]' | ''", "'{} {}' | ''",
        "'{\"wasm\": [{\"path\": \"a\"}]} 1' | ''", "'{}' | 'wasm'", "'{\"wasm\": []}' | 'wasm'",
        "'{\"wasm\": [{\"path\": \"a\"}], \"wasm\": []}' | ''", "'{\"wasms\": []}' | 'wasms'",
        "'{\"wasms\": null}' | 'wasms'", "'{\"wasm\": {}}' | 'wasm'", "'{\"wasm\": [1]}' | 'wasm[0]'",
        "'{\"wasm\": [{\"path\": \"a\"}, {}]}' | 'wasm[1]'",
        "'{\"wasm\": [{\"path\": \"a\", \"url\": \"b\"}]}' | 'wasm[0]'",
        "'{\"wasm\": [{\"path\": \"a\", \"headers\": {\"a\": \"b\"}}]}' | 'wasm[0]'",
        "'{\"wasm\": [{\"path\": 1}]}' | 'wasm[0].path'", "'{\"wasm\": [{\"paths\": 1}]}' | 'wasm[0].paths'",
        "'{\"wasm\": [{\"data\": \"?\"}]}' | 'wasm[0].data'", "'{\"wasm\": [{\"url\": \"a b\"}]}' | 'wasm[0].url'",
        "'{\"config\": {\"a\": 1}}' | 'config.a'", "'{\"config\": {\"a\": null}}' | 'config.a'",
        "'{\"memory\": {\"max_pages\": 0}}' | 'memory.max_pages'",
        "'{\"memory\": {\"max_pages\": \"1\"}}' | 'memory.max_pages'",
        "'{\"memory\": {\"pages\": 1}}' | 'memory.pages'",
        "'{\"memory\": {\"max_var_bytes\": 99999999999999999999}}' | 'memory.max_var_bytes'",
        "'{\"timeout_ms\": 0}' | 'timeout_ms'", "'{\"timeout_ms\": 1.5}' | 'timeout_ms'",
        "'{\"allowed_hosts\": \"*\"}' | 'allowed_hosts'", "'{\"allowed_hosts\": [\"a\", 1]}' | 'allowed_hosts[1]'",
        "'{\"allowed_paths\": []}' | 'allowed_paths'"})
    void namesTheFieldThatIsWrong(String json, String field) {
        assertThatThrownBy(() -> Manifest.parse(json)).isInstanceOfSatisfying(ManifestException.class,
                e -> assertThat(e.field()).isEqualTo(field)).hasMessageContaining(field);
    }

    @Test
    void opensWhatItNames() throws Exception {
        var bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
        var file = Files.write(folder.resolve("answer.wat"), bytes);
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        try (var server = new LocalServer()) {
            server.on("/answer", exchange -> LocalServer.answer(exchange,
                    "secret".equals(exchange.getRequestHeaders().getFirst("X-Key")) ? 200 : 403, bytes));
            server.on("/asked", exchange -> LocalServer.answer(exchange,
                    exchange.getRequestMethod().equals("POST") ? 200 : 405, bytes));
            for (var source : new String[]{"\"url\": \"%s\", \"method\": \"post\"".formatted(server.url("/asked")),
                "\"path\": \"%s\"".formatted(file),
                "\"data\": \"%s\"".formatted(Base64.getEncoder().encodeToString(bytes)),
                "\"url\": \"%s\", \"headers\": {\"X-Key\": \"secret\"}".formatted(server.url("/answer"))}) {
                var json = "{\"wasm\": [{%s, \"hash\": \"%s\"}]}".formatted(source, hash);
                try (var plugin = CompiledPlugin.compile(Manifest.parse(json)).instantiate()) {
                    assertThat(plugin.callString("echo", source)).isEqualTo(source);
                }
            }
        }
    }

    @Test
    void readsAManifestOrAModuleFromAFile() throws IOException {
        var module = Files.writeString(folder.resolve("answer.wat"), ANSWER);
        var json = Files.writeString(folder.resolve("plugin.json"),
                " {\"wasm\": [{\"path\": \"" + module + "\"}], \"config\": {\"a\": \"ü\"}}");
        for (var manifest : new Manifest[]{Manifest.read(json), Manifest.read(module),
            Manifest.read(Guests.rust("echo"))}) {
            try (var plugin = Plugin.builder().open(manifest)) {
                assertThat(plugin.callString("echo", "x")).isEqualTo("x");
            }
        }
        assertThat(Manifest.read(json).config()).isEqualTo(Map.of("a", "ü"));
        assertThatThrownBy(() -> Manifest.read(folder)).isInstanceOf(IOException.class).hasMessageContaining("folder");
        assertThatThrownBy(() -> Manifest.read(folder.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void readsToml() throws IOException {
        var toml = """
                timeout_ms = 1500
                allowed_hosts = ["*.example.com"]

                [[wasm]]
                path = "library.wasm"
                name = "library"

                [[wasm]]
                url = "http://localhost/a"
                headers = { Authorization = "Basic x" }

                [memory]
                max_pages = 4 # of 64 KiB
                max_var_bytes = 6

                [config]
                a = "b"

                [allowed_paths]
                "ro:/tmp" = "/data"
                """;
        var manifest = Manifest.read(Files.writeString(folder.resolve("plugin.toml"), toml));
        assertThat(manifest.wasm()).first().isEqualTo(WasmSource.file(Path.of("library.wasm")).named("library"));
        assertThat(manifest.wasm()).hasSize(2).last().isInstanceOfSatisfying(WasmSource.OfUrl.class,
                url -> assertThat(url.headers()).isEqualTo(Map.of("Authorization", "Basic x")));
        assertThat(manifest.maxPages()).hasValue(4);
        assertThat(manifest.maxVarBytes()).hasValue(6);
        assertThat(manifest.config()).isEqualTo(Map.of("a", "b"));
        assertThat(manifest.timeout()).contains(Duration.ofMillis(1500));
        assertThat(manifest.allowedHosts()).containsExactly("*.example.com");
        assertThat(manifest.allowedPaths()).containsExactly(new Manifest.AllowedPath("ro:/tmp", "/data"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'wasm = ['| '' | this is no TOML", "'' | wasm | at least one module",
        "'a = 1' | a | is unknown", "'timeout_ms = \"1\"' | timeout_ms | a whole number",
        "'config.a = 1' | config.a | a string", "'config.a = \"1\";config.a = \"2\"' | '' | no TOML",
        "'[[wasm]];path = \"a\";extra = 1' | wasm[0].extra | is unknown", "'{\"wasm\": []}' | '' | no TOML"})
    void namesTheFieldOfTomlThatIsWrong(String lines, String field, String complaint) {
        assertThatThrownBy(() -> Manifest.parseToml(lines.replace(';', '\n')))
                .isInstanceOfSatisfying(ManifestException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining(complaint);
    }

    @Test
    void givesLimitsAndConfigurationToThePlugin() throws IOException {
        var manifest = Manifest.builder().wasm(WasmSource.file(Guests.rust("config"))).config("a", "manifest")
                .config("b", "manifest").build();
        try (var plugin = Plugin.builder().config("b", "builder").open(manifest)) {
            assertThat(plugin.callString("config_get", "a")).isEqualTo("manifest");
            assertThat(plugin.callString("config_get", "b")).isEqualTo("builder");
        }
        var late = Manifest.builder().wasm(WasmSource.file(Guests.rust("endless"))).timeout(Duration.ofMillis(20));
        try (var plugin = CompiledPlugin.compile(late.build()).instantiate()) {
            TimeoutTest.assertTimeout(plugin, "endless");
        }
        var noVars = Manifest.builder().wasm(WasmSource.file(Guests.rust("vars"))).maxVarBytes(0).build();
        try (var plugin = CompiledPlugin.compile(noVars).instantiate()) {
            assertThatThrownBy(() -> plugin.callString("var_set", "a=1")).hasMessageContaining("Vars are disabled");
        }
        var small = Manifest.builder().wasm(WasmSource.file(Guests.rust("echo"))).maxPages(2).build();
        try (var plugin = CompiledPlugin.compile(small).instantiate()) {
            assertThatThrownBy(() -> plugin.callString("echo", "x")).isInstanceOf(LinkException.class)
                    .hasMessageContaining("limit of 2");
        }
    }

    @Test
    void linksModulesByName() {
        assertRuns(source(LIBRARY).named("library"), source(MAIN));
        assertRuns(source(MAIN).named("main"), source(LIBRARY).named("library"));
        assertRuns(source(LIBRARY).named("library"), source(MAIN).named("whatever"));
        assertRuns(source("(module (memory (export \"m\") 1) (func (export \"_initialize\") "
                + "(i32.store8 (i32.const 0) (i32.const 1))))").named("base"),
                source("""
                        (module (import "base" "m" (memory 1)) (func (export "add") (param i32) (result i32)
                          (i32.add (local.get 0) (i32.load8_u (i32.const 0)))))
                        """).named("library"),
                source(MAIN));
    }

    private static WasmSource source(String wat) {
        return WasmSource.data(Guests.wat(wat));
    }

    private static void assertRuns(WasmSource... sources) {
        try (var plugin = CompiledPlugin.compile(Manifest.of(sources)).instantiate()) {
            assertThat(plugin.callString("run", "")).isEmpty();
            assertThat(plugin.callString("run", "")).isEmpty();
        }
    }

    @Test
    void aSingleModuleIsTheMainOneWhateverItIsCalled() {
        var sources = source(ANSWER).named("something");
        try (var plugin = CompiledPlugin.compile(Manifest.of(sources)).instantiate()) {
            assertThat(plugin.callString("echo", "x")).isEqualTo("x");
        }
    }

    /** Extism's own way to give host functions without a host. */
    @Test
    void aModuleCanStandInForTheHost() throws IOException {
        var reflect = source("(module (func (export \"host_reflect\") (param i64) (result i64) (local.get 0)))")
                .named(HostFunction.DEFAULT_NAMESPACE);
        var manifest = Manifest.of(reflect, WasmSource.file(Guests.rust("reflect")));
        try (var plugin = CompiledPlugin.compile(manifest).instantiate()) {
            assertThat(plugin.callString("reflect", "x")).isEqualTo("x");
        }
        var both = Plugin.builder().hostFunction(HostFunction.ofString("host_reflect", (current, text) -> text));
        assertThatThrownBy(() -> both.compile(manifest)).isInstanceOf(LinkException.class)
                .hasMessageContaining("both a host function and an export");
    }

    @Test
    void stopsALinkedModuleToo() {
        var library = source("(module (func (export \"add\") (param i32) (result i32) (loop $l (br $l)) unreachable))");
        var manifest = Manifest.builder().wasm(library.named("library")).wasm(source(MAIN))
                .timeout(Duration.ofMillis(20)).build();
        try (var plugin = CompiledPlugin.compile(manifest).instantiate()) {
            TimeoutTest.assertTimeout(plugin, "run");
            TimeoutTest.assertTimeout(plugin, "run");
        }
    }

    @Test
    void modulesMustFitEachOther() {
        assertThatThrownBy(() -> CompiledPlugin.compile(Manifest.of(source(MAIN)))).isInstanceOf(LinkException.class)
                .hasMessageContaining("\"library\" \"add\"");
        var other = source("(module (func (export \"add\") (param i64)))").named("library");
        assertThatThrownBy(() -> CompiledPlugin.compile(Manifest.of(other, source(MAIN))))
                .isInstanceOf(LinkException.class).hasMessageContaining("\"library\" \"add\"");
        var circle = source("""
                (module (import "main" "run" (func (result i32)))
                  (func (export "add") (param i32) (result i32) (local.get 0)))
                """).named("library");
        assertThatThrownBy(() -> CompiledPlugin.compile(Manifest.of(circle, source(MAIN))))
                .isInstanceOf(LinkException.class).hasMessageContaining("main -> library -> main");
    }

    @Test
    void refusesWhatItCannotHave() throws Exception {
        assertRefused("wasm[0].path", "there is no file", WasmSource.file(folder.resolve("none.wasm")));
        assertRefused("wasm[0].path", "folder", WasmSource.file(folder));
        assertRefused("wasm[0]", "no valid module", WasmSource.data(new byte[]{1, 2, 3}));
        assertRefused("wasm[0].hash", "Hash mismatch, found ", source(ANSWER).hashed("0".repeat(64)));
        assertRefused("wasm[0].hash", "\"00\" is no SHA-256, which has 64 hexadecimal digits",
                source(ANSWER).hashed("00"));
        assertRefused("wasm[1].name", "Duplicate module name found", source(ANSWER), source(ANSWER));
        assertRefused("wasm[1].name", "Duplicate module name found", source(ANSWER).named("a"),
                source(ANSWER).named("a"), source(ANSWER));
        assertRefused("wasm[0].name", "Extism's own", source(ANSWER).named("extism:host/env"), source(ANSWER));
        assertRefused("wasm[0].url", "no http", WasmSource.url(URI.create("file:///etc/passwd")));
        assertRefused("wasm[0].url", "no http", WasmSource.url(URI.create("relative")));
        try (var server = new LocalServer()) {
            assertRefused("wasm[0].url", "status 404", WasmSource.url(URI.create(server.url("/none"))));
        }
    }

    @Test
    void doesNotWaitForeverNorTakeForever() throws Exception {
        try (var server = new LocalServer()) {
            for (var path : new String[]{"/silent", "/huge", "/huge-chunked"}) {
                var manifest = Manifest.of(WasmSource.url(URI.create(server.url(path))));
                var silent = path.equals("/silent");
                var builder = Plugin.builder().download(Duration.ofMillis(silent ? 100 : 20_000), 1 << 20);
                assertThatThrownBy(() -> builder.compile(manifest)).isInstanceOfSatisfying(ManifestException.class,
                        e -> assertThat(e.field()).isEqualTo("wasm[0].url"))
                        .hasMessageContaining(silent ? "did not answer in full within 100 ms"
                                : "longer than 1048576 bytes");
            }
        }
    }

    private static void assertRefused(String field, String message, WasmSource... sources) {
        assertThatThrownBy(() -> CompiledPlugin.compile(Manifest.of(sources))).hasMessageContaining(message)
                .isInstanceOfSatisfying(ManifestException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}

package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be opened, and what is said then. */
class LinkingTest {

    private static final String ENV = "extism:host/env";

    @ParameterizedTest
    @ValueSource(strings = {"alloc (param i64) (result i64)", "free (param i64)", "length (param i64) (result i64)",
        "length_unsafe (param i64) (result i64)", "load_u8 (param i64) (result i32)",
        "load_u64 (param i64) (result i64)", "store_u8 (param i64 i32)", "store_u64 (param i64 i64)",
        "input_offset (result i64)", "input_length (result i64)", "input_load_u8 (param i64) (result i32)",
        "input_load_u64 (param i64) (result i64)", "input_set (param i64 i64)", "output_set (param i64 i64)",
        "output_offset (result i64)", "output_length (result i64)", "error_set (param i64)",
        "error_get (result i64)", "reset", "memory_bytes (result i64)", "config_get (param i64) (result i64)",
        "var_get (param i64) (result i64)", "var_set (param i64 i64)",
        "http_request (param i64 i64) (result i64)", "http_status_code (result i32)", "http_headers (result i64)",
        "log_trace (param i64)", "log_debug (param i64)", "log_info (param i64)", "log_warn (param i64)",
        "log_error (param i64)", "get_log_level (result i32)"})
    void offersAllOfExtismsFunctions(String function) {
        var nameEnd = (function + " ").indexOf(' ');
        var module = Guests.wat("(module (import \"%s\" \"%s\" (func%s)) (func (export \"f\")))".formatted(ENV,
                function.substring(0, nameEnd), function.substring(nameEnd)));
        try (var plugin = Plugin.open(module)) {
            assertThat(plugin.callString("f", "")).isEmpty();
        }
    }

    @Test
    void refusesAnUnknownFunction() {
        assertThatThrownBy(() -> Plugin.open(importing(ENV, "frobnicate", "(func)")))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith("invalid function import from extism:host/env: \"frobnicate\"");
    }

    @Test
    void refusesAnotherSignature() {
        assertThatThrownBy(() -> Plugin.open(importing(ENV, "alloc", "(func (param i32) (result i64))")))
                .isInstanceOf(LinkException.class)
                .hasMessage("invalid function import from extism:host/env: \"alloc\" is wanted as (i32) -> (i64), but "
                        + "is (i64) -> (i64)");
    }

    @ParameterizedTest
    @CsvSource({"extism_context, (global (mut externref))", "memory, (memory 1)", "alloc, (table 1 funcref)"})
    void refusesWhatIsNoFunction(String name, String type) {
        assertThatThrownBy(() -> Plugin.open(importing(ENV, name, type))).isInstanceOf(LinkException.class)
                .hasMessageStartingWith("invalid import from extism:host/env: \"" + name + '"')
                .hasMessageContaining("only functions");
    }

    @Test
    void namesEveryHostFunctionThatIsMissing() throws IOException {
        assertThatThrownBy(() -> Plugin.open(Guests.rust("reflect"))).isInstanceOf(LinkException.class)
                .hasMessageContaining("\"extism:host/user\" \"host_reflect\" as (i64) -> (i64)")
                .hasMessageContaining("hostFunction");
        assertThatThrownBy(() -> Plugin.open(Guests.wat("""
                (module (import "a" "one" (func)) (import "b" "two" (memory 1)))
                """))).hasMessageContaining("\"a\" \"one\"").hasMessageContaining("\"b\" \"two\" as memory");
    }

    @Test
    void refusesAHostFunctionOfAnotherType() {
        var builder = Plugin.builder().hostFunction(HostFunction.ofString("f", (plugin, text) -> text));
        assertThatThrownBy(() -> builder.open(importing("extism:host/user", "f", "(func (param i64))")))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("as (i64) -> (), but the host function is (i64) -> (i64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0asm", "not wasm", "\0asm\1\0\0", "\0asm\2\0\0\0"})
    void refusesWhatIsNoModule(String content) {
        assertThatThrownBy(() -> Plugin.open(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(InvalidModuleException.class);
    }

    @Test
    void refusesTruncatedModules() throws IOException {
        var bytes = Files.readAllBytes(Guests.rust("count_vowels"));
        for (var length = 9; length < bytes.length; length += 1 + bytes.length / 100) {
            var truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Plugin.open(truncated)).isInstanceOf(InvalidModuleException.class);
        }
    }

    @Test
    void saysWhichFileIsMissingOrAFolder(@TempDir Path folder) {
        var missing = folder.resolve("missing.wasm");
        assertThatThrownBy(() -> Plugin.open(missing)).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing.wasm");
        assertThatThrownBy(() -> Plugin.open(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString()).hasMessageContaining("folder");
    }

    @Test
    void opensTextFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("plugin.wat"), """
                ;; a comment
                (module (func (export "five") (result i32) (i32.const 5)))
                """);
        try (var plugin = Plugin.open(file)) {
            assertThatThrownBy(() -> plugin.callString("five", "")).extracting("exitCode").isEqualTo(5);
        }
    }

    @Test
    void endsTheCallAtAnHttpRequest() {
        var module = Guests.wat("""
                (module
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
                  (import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))
                  (import "extism:host/env" "http_headers" (func $http_headers (result i64)))
                  (func (export "request") (drop (call $http_request (call $input_offset) (i64.const 0))))
                  (func (export "request_badly") (drop (call $http_request (i64.const 7) (i64.const 0))))
                  (func (export "status") (result i32)
                    (i32.add (call $http_status_code) (i32.wrap_i64 (call $http_headers)))))
                """);
        try (var plugin = Plugin.open(module)) {
            assertThatThrownBy(() -> plugin.callString("request", "{\"url\": \"https://example.com/a\"}"))
                    .isInstanceOfSatisfying(PluginException.class,
                            e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.REFUSED))
                    .hasMessageStartingWith("HTTP request to https://example.com/a is not allowed");
            assertThatThrownBy(() -> plugin.callString("request", "{")).hasMessageContaining("invalid http request");
            assertThatThrownBy(() -> plugin.callString("request_badly", ""))
                    .hasMessage("invalid handle offset for http request: 7");
            assertThat(plugin.callString("status", "")).isEmpty();
        }
    }

    @Test
    void saysWhichLimitTheMemoriesOfAllModulesNeed() {
        var manifest = Manifest.of(
                WasmSource.data(Guests.wat("(module (memory (export \"m\") 3))")).named("library"),
                WasmSource.data(Guests.wat("(module (import \"library\" \"m\" (memory 3)) (memory 4)"
                        + " (func (export \"f\")))")).named("main"));
        try (var plugin = Plugin.builder().maxPages(7).open(manifest)) {
            assertThatThrownBy(() -> plugin.callString("f", "")).isInstanceOf(LinkException.class)
                    .hasMessage("the plug-in begins with a memory of 4 pages of 64 KiB, but its limit of 7 leaves 3, "
                            + "as the memory for input and output, with those of the modules beside it, takes 4: raise "
                            + "the limit (maxPages, a manifest's memory.max_pages, --memory-max) to at least 8");
        }
        try (var plugin = Plugin.builder().maxPages(8).open(manifest)) {
            assertThat(plugin.callString("f", "")).isEmpty();
        }
    }

    @Test
    void refusesNonsenseFromItsBuilder() {
        assertThatThrownBy(() -> Plugin.builder().maxPages(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plugin.builder().maxPages(65_537)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plugin.builder().maxVarBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] importing(String module, String name, String type) {
        return Guests.wat("(module (import \"%s\" \"%s\" %s))".formatted(module, name, type));
    }
}

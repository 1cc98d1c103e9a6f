package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a call may do where that is counted. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuelLimitTest {

    @ParameterizedTest
    @ValueSource(strings = {"endless", "endless_calls", "endless_kernel_calls", "endless_allocation"})
    void endsACallThatDoesTooMuch(String function) throws IOException {
        try (var plugin = Plugin.builder().fuel(100_000).maxPages(500).open(Guests.rust("endless"))) {
            for (var i = 0; i < 2; i++) {
                assertOutOfFuel(plugin, function);
                assertThat(plugin.fuelConsumed().orElseThrow()).isBetween(99_000L, 100_000L);
                assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
                assertThat(plugin.fuelConsumed().orElseThrow()).isBetween(1L, 99_000L);
            }
        }
    }

    private static void assertOutOfFuel(Plugin plugin, String function) {
        assertThatThrownBy(() -> plugin.callString(function, "")).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin ran out of fuel").hasCauseInstanceOf(Trap.class)
                .extracting("kind", "exitCode").containsExactly(Kind.OUT_OF_FUEL, -1);
    }

    @Test
    void isTheSameForTheSameInput() throws IOException {
        var consumed = new ArrayList<Long>();
        var compiled = Plugin.builder().fuel(Long.MAX_VALUE).compile(Guests.rust("count_vowels"));
        for (var i = 0; i < 2; i++) {
            try (var plugin = compiled.instantiate()) {
                assertThat(plugin.fuelConsumed()).hasValue(0);
                plugin.callString("count_vowels", "Hello, World!");
                consumed.add(plugin.fuelConsumed().orElseThrow());
                plugin.callString("count_vowels", "Hello, World!".repeat(10));
                consumed.add(plugin.fuelConsumed().orElseThrow());
            }
        }
        assertThat(consumed.subList(2, 4)).isEqualTo(consumed.subList(0, 2));
        assertThat(consumed.get(1)).isGreaterThan(consumed.get(0));
        var enough = Plugin.builder().fuel(consumed.get(0)).compile(Guests.rust("count_vowels"));
        try (var plugin = enough.instantiate()) {
            assertThat(plugin.callString("count_vowels", "Hello, World!")).contains("\"count\":3");
        }
        try (var plugin = Plugin.builder().fuel(consumed.get(0) - 1).open(Guests.rust("count_vowels"))) {
            assertOutOfFuelAfter(plugin);
        }
    }

    private static void assertOutOfFuelAfter(Plugin plugin) {
        assertThatThrownBy(() -> plugin.callString("count_vowels", "Hello, World!")).extracting("kind")
                .isEqualTo(Kind.OUT_OF_FUEL);
    }

    @Test
    void isNotCountedUnlessTheHostSaysSo() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("count_vowels"))) {
            plugin.callString("count_vowels", "x");
            assertThat(plugin.fuelConsumed()).isEmpty();
        }
        assertThatThrownBy(() -> Plugin.builder().fuel(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(func $first (call $work)) (start $first)", "(func (export \"_initialize\") (call $work))"})
    void coversTheStart(String start) {
        var module = Guests.wat("""
                (module
                  (func $work (local $i i32)
                    (loop $next
                      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000)))))
                  (func (export "f"))
                  START)
                """.replace("START", start));
        try (var plugin = Plugin.builder().fuel(1_000).open(module)) {
            assertOutOfFuel(plugin, "f");
            assertOutOfFuel(plugin, "f");
        }
        try (var plugin = Plugin.builder().fuel(100_000).open(module)) {
            plugin.callString("f", "");
            var first = plugin.fuelConsumed().orElseThrow();
            plugin.callString("f", "");
            assertThat(plugin.fuelConsumed().orElseThrow()).isLessThan(first - 1_000);
        }
    }

    /** A library and a program, each of which works as long as the main module does. */
    @ParameterizedTest
    @ValueSource(strings = {"", "(func (export \"_start\"))"})
    void isSharedByLinkedModules(String program) {
        var work = """
                (func $work (export "work") (local $i i32)
                  (loop $next
                    (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000)))))
                """;
        var library = Guests.wat("(module " + work + program + ")");
        var main = Guests.wat("(module (import \"library\" \"work\" (func $library)) " + work + """
                  (func (export "alone") (call $work))
                  (func (export "together") (call $work) (call $library)))
                """);
        var manifest = Manifest.of(WasmSource.data(library).named("library"), WasmSource.data(main));
        long alone;
        try (var plugin = Plugin.builder().fuel(1_000_000).open(manifest)) {
            plugin.callString("alone", "");
            alone = plugin.fuelConsumed().orElseThrow();
            plugin.callString("together", "");
            assertThat(plugin.fuelConsumed().orElseThrow()).isBetween(2 * alone - 10, 2 * alone + 10);
        }
        try (var plugin = Plugin.builder().fuel(alone + alone / 2).open(manifest)) {
            plugin.callString("alone", "");
            assertOutOfFuel(plugin, "together");
            plugin.callString("alone", "");
        }
    }

    /** As in Extism: the limit says more than what the plug-in had set before. */
    @Test
    void saysMoreThanThePluginsOwnWords() {
        try (var plugin = Plugin.builder().fuel(1_000).open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "error_set" (func $error_set (param i64)))
                  (func (export "f") (call $error_set (call $alloc (i64.const 5))) (loop $again (br $again))))
                """))) {
            assertOutOfFuel(plugin, "f");
        }
    }

    @Test
    void endsAProgramAndItsSuccessorIsFresh() {
        try (var plugin = Plugin.builder().fuel(1_000).open(Guests.wat("""
                (module
                  (global $calls (mut i32) (i32.const 0))
                  (func (export "calls") (result i32)
                    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                    (global.get $calls))
                  (func (export "_start") (loop $again (br $again))))
                """))) {
            WasiTest.assertCode(plugin, "calls", "", 1);
            assertOutOfFuel(plugin, "_start");
            WasiTest.assertCode(plugin, "calls", "", 1);
        }
    }
}

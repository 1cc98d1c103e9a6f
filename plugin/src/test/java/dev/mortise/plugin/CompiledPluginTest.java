package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledPluginTest {

    /** Fills two pages with ones, or answers how many bytes of them are not zero; grows by a page in between. */
    private static final byte[] TENANT = Guests.wat("""
            (module
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (memory 2)
              (global $calls (mut i64) (i64.const 0))
              (func (export "fill")
                (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536))))
              (func (export "grow") (drop (memory.grow (i32.const 1))))
              (func (export "dirt") (local $i i32) (local $sum i64) (local $block i64)
                (loop $next
                  (local.set $sum (i64.add (local.get $sum) (i64.load8_u (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.lt_u (local.get $i) (i32.mul (memory.size) (i32.const 65536)))))
                (call $store_u64 (local.tee $block (call $alloc (i64.const 8)))
                  (i64.or (local.get $sum) (i64.shl (global.get $calls) (i64.const 32))))
                (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
                (call $output_set (local.get $block) (i64.const 8))))
            """);

    @Test
    void makesPluginsThatShareNothing() throws IOException {
        var compiled = CompiledPlugin.compile(Guests.rust("vars"));
        try (var one = compiled.instantiate(); var two = compiled.instantiate()) {
            one.callString("var_set", "a=1");
            two.callString("var_set", "a=2");
            assertThat(one.callString("var_get", "a")).isEqualTo("1");
            assertThat(two.callString("var_get", "a")).isEqualTo("2");
            assertThat(one.module()).isSameAs(two.module()).isSameAs(compiled.module());
        }
        assertThat(compiled.functionExists("var_get")).isTrue();
        assertThat(compiled.functionExists("var_gets")).isFalse();
    }

    @Test
    void leavesNoByteOfTheTenantBefore() {
        var compiled = Plugin.builder().compile(TENANT);
        for (var i = 0; i < 3; i++) {
            try (var plugin = compiled.instantiate()) {
                assertThat(plugin.call("dirt", new byte[0])).containsOnly(0);
                plugin.call("fill", new byte[0]);
                plugin.call("grow", new byte[0]);
                plugin.call("fill", new byte[0]);
                assertThat(plugin.call("dirt", new byte[0])).startsWith(0, 0, 3, 0, 1);
            }
            // That the memories are used again is what the test is about.
            assertThat(compiled.reserve().bytes()).isEqualTo((2 + 3) * 65_536L);
        }
        try (var plugin = compiled.instantiate()) {
            plugin.call("grow", new byte[0]);
            assertThat(compiled.reserve().bytes()).as("the first array is back, the longer one in use")
                    .isEqualTo(2 * 65_536L);
            assertThat(plugin.call("dirt", new byte[0])).containsOnly(0);
        }
    }

    @Test
    void resettingBeginsAfreshWithACleanMemory() {
        try (var plugin = Plugin.builder().config("a", "b").open(TENANT)) {
            plugin.call("fill", new byte[0]);
            plugin.reset();
            assertThat(plugin.call("dirt", new byte[0])).containsOnly(0);
        }
    }

    @Test
    void resettingForgetsVariablesAndKeepsTheConfiguration() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("vars"))) {
            plugin.callString("var_set", "a=1");
            plugin.reset();
            assertThatThrownBy(() -> plugin.callString("var_get", "a")).hasMessageContaining("no variable 'a'");
        }
        var plugin = Plugin.builder().config("a", "1").open(Guests.rust("config"));
        plugin.reset();
        assertThat(plugin.callString("config_get", "a")).isEqualTo("1");
        plugin.close();
        assertThatThrownBy(plugin::reset).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesAnotherConfiguration() throws IOException {
        var compiled = Plugin.builder().config("a", "1").compile(Guests.rust("config"));
        try (var one = compiled.instantiate(); var two = compiled.instantiate()) {
            assertThat(one.callString("config_get", "a")).isEqualTo("1");
            one.setConfig(Map.of("a", "2"));
            assertThat(one.callString("config_get", "a")).isEqualTo("2");
            assertThat(two.callString("config_get", "a")).isEqualTo("1");
            one.setConfig(Map.of());
            assertThatThrownBy(() -> one.callString("config_get", "a")).isInstanceOf(PluginException.class);
        }
    }

    @Test
    void passesAHostContextToHostFunctionsForOneCall() throws IOException {
        var reflect = HostFunction.ofString("host_reflect",
                (current, text) -> text + current.hostContext(Integer.class).map(String::valueOf).orElse("none"));
        try (var plugin = Plugin.builder().hostFunction(reflect).open(Guests.rust("reflect"))) {
            var input = "x".getBytes(StandardCharsets.UTF_8);
            assertThat(new String(plugin.call("reflect", input, "7"), StandardCharsets.UTF_8)).isEqualTo("xnone");
            assertThat(new String(plugin.call("reflect", input, 7), StandardCharsets.UTF_8)).isEqualTo("x7");
            assertThat(plugin.callString("reflect", "x")).isEqualTo("xnone");
        }
    }

    @Test
    void knowsTheNamesOfTheYear2023() {
        try (var plugin = Plugin.builder().config("greeting", "hello").open(Guests.wat("""
                (module
                  (import "env" "extism_input_length" (func $input_length (result i64)))
                  (import "env" "extism_input_load_u8" (func $input_load_u8 (param i64) (result i32)))
                  (import "env" "extism_alloc" (func $alloc (param i64) (result i64)))
                  (import "env" "extism_store_u8" (func $store_u8 (param i64 i32)))
                  (import "env" "extism_length" (func $length (param i64) (result i64)))
                  (import "env" "extism_config_get" (func $config_get (param i64) (result i64)))
                  (import "env" "extism_output_set" (func $output_set (param i64 i64)))
                  (func (export "config_get") (local $key i64) (local $i i64)
                    (local.set $key (call $alloc (call $input_length)))
                    (loop $next
                      (call $store_u8 (i64.add (local.get $key) (local.get $i)) (call $input_load_u8 (local.get $i)))
                      (local.set $i (i64.add (local.get $i) (i64.const 1)))
                      (br_if $next (i64.lt_u (local.get $i) (call $input_length))))
                    (local.set $key (call $config_get (local.get $key)))
                    (call $output_set (local.get $key) (call $length (local.get $key)))))
                """))) {
            assertThat(plugin.callString("config_get", "greeting")).isEqualTo("hello");
        }
        assertThatThrownBy(() -> Plugin.open(Guests.wat("(module (import \"env\" \"extism_nothing\" (func)))")))
                .hasMessageContaining("extism_nothing");
        assertThatThrownBy(() -> Plugin.open(Guests.wat("(module (import \"env\" \"extism_alloc\" (func)))")))
                .hasMessageContaining("extism_alloc");
    }
}

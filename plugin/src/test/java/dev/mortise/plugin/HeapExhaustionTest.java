package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call for which the Java heap does not suffice ends with an exception of the plug-in, and the next one works. */
class HeapExhaustionTest {

    @Test
    void aHostFunctionThatRunsOutOfHeapEndsThatCallAlone() {
        var failing = new OutOfMemoryError("no room for this test");
        var function = HostFunction.ofString("pass", (plugin, text) -> {
            if (text.equals("fail")) {
                throw failing;
            }
            return text;
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.wat("""
                (module
                  (import "extism:host/user" "pass" (func $pass (param i64) (result i64)))
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (func (export "call") (local i64)
                    (local.set 0 (call $pass (call $input_offset)))
                    (call $output_set (local.get 0) (call $length (local.get 0)))))
                """))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("call", "fail"))
                        .isInstanceOfSatisfying(PluginException.class, e -> {
                            assertThat(e.kind()).isEqualTo(PluginException.Kind.OUT_OF_MEMORY);
                            assertThat(e.exitCode()).isEqualTo(-1);
                        }).hasMessageStartingWith("oom").hasMessageContaining("\"call\"").hasCause(failing);
                assertThat(plugin.callString("call", "go on")).isEqualTo("go on");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"output", "outputString", "error", "input", "variable", "hostFunction"})
    void whatDoesNotFitTheHeapEndsThatCallAlone(String copied) throws Exception {
        assertThat(ChildJvm.run(SmallHeap.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), copied)).containsExactly(
                "OUT_OF_MEMORY java.lang.OutOfMemoryError", "small", "OUT_OF_MEMORY java.lang.OutOfMemoryError",
                "small");
    }

    /** Runs in a JVM with 128 MiB of heap: 60 fit into it, a copy of them beside does not. */
    static final class SmallHeap {

        private static final int BIG = 60 << 20;

        private SmallHeap() {}

        public static void main(String[] args) {
            var function = HostFunction.ofBytes("pass", (plugin, bytes) -> bytes);
            try (var plugin = Plugin.builder().hostFunction(function).maxVarBytes(1L << 40).open(Guests.wat("""
                    (module
                      (import "extism:host/user" "pass" (func $pass (param i64) (result i64)))
                      (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                      (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
                      (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                      (import "extism:host/env" "error_set" (func $error_set (param i64)))
                      (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
                      (func $big (result i64) (call $alloc (i64.const BIG)))
                      (func $key (result i64) (local i64)
                        (call $store_u64 (local.tee 0 (call $alloc (i64.const 8))) (i64.const 0x6b6b6b6b6b6b6b6b))
                        (local.get 0))
                      (func (export "small") (local i64)
                        (call $store_u64 (local.tee 0 (call $alloc (i64.const 8))) (i64.const 0x6c6c616d73))
                        (call $output_set (local.get 0) (i64.const 5)))
                      (func (export "output") (call $output_set (call $big) (i64.const BIG)))
                      (func (export "outputString") (call $output_set (call $big) (i64.const BIG)))
                      (func (export "error") (call $error_set (call $big)))
                      (func (export "input"))
                      (func (export "variable") (call $var_set (call $key) (call $big)))
                      (func (export "hostFunction") (drop (call $pass (call $big)))))
                    """.replace("BIG", Integer.toString(BIG))))) {
                for (var i = 0; i < 2; i++) {
                    try {
                        call(plugin, args[0]);
                        System.out.println("no failure");
                    } catch (PluginException e) {
                        System.out.println(e.kind() + " " + String.valueOf(e.getCause()).replaceAll(":.*", ""));
                    }
                    System.out.println(plugin.callString("small", ""));
                }
            }
        }

        private static void call(Plugin plugin, String function) {
            switch (function) {
                case "outputString" -> plugin.callString(function, "");
                case "input" -> plugin.callString(function, "x".repeat(BIG));
                default -> plugin.call(function, new byte[0]);
            }
        }
    }
}

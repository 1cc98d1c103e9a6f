package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest can do to the kernel with numbers of its choice, through a Rust plug-in and through plain Wasm. */
class KernelCallsTest {

    private static final List<String> NUMBERS = List.of("65536", "1048576", "2147483647", "2147483648", "4294967295",
            "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551608", "18446744073709551615");

    private Plugin plugin;

    @BeforeEach
    void open() throws IOException {
        plugin = Plugin.open(Guests.rust("kernel_calls"));
    }

    @AfterEach
    void close() {
        plugin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551615", "9223372036854775808", "9223372036854775807", "4294967296",
        "2147483648", "0"})
    void allocatesNothingForNothingOrTooMuch(String size) {
        assertThat(plugin.callString("call_alloc", size)).isEqualTo("0");
    }

    @Test
    void allocates() {
        assertThat(Long.parseLong(plugin.callString("call_alloc", "1"))).isPositive();
        assertThat(Long.parseLong(plugin.callString("call_alloc", "10000000"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "77", "65536", "2147483648", "4294967360", "18446744073709551615"})
    void readsNothingOutOfBoundsAndKnowsNoSuchBlock(String number) {
        for (var function : new String[]{"call_length", "call_length_unsafe"}) {
            assertThat(plugin.callString(function, number)).as(function).isEqualTo("0");
        }
        assertThat(plugin.callString("call_free", number)).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65529", "65535", "65536", "2147483640", "2147483647", "2147483648", "4294967295",
        "4294967296", "4294967360", "9223372036854775807", "9223372036854775808", "18446744073709551608",
        "18446744073709551615"})
    void ignoresAccessesOutOfBounds(String address) {
        assertThat(plugin.callString("call_load_u64", address)).isEqualTo("0");
        assertThat(plugin.callString("call_input_load_u8", address)).isEqualTo("0");
        assertThat(plugin.callString("call_input_load_u64", address)).isEqualTo("0");
        assertThat(plugin.callString("call_store_u64", address + " 18446744073709551615")).isEqualTo("done");
        assertThat(plugin.callString("call_load_u64", address)).isEqualTo("0");
        if (!address.equals("65529") && !address.equals("65535")) {
            assertThat(plugin.callString("call_store_u8", address + " 255")).isEqualTo("done");
            assertThat(plugin.callString("call_load_u8", address)).isEqualTo("0");
        }
    }

    /** The reference traps there. */
    @Test
    void reachesTheLastByteAndTheLastWord() {
        assertThat(plugin.callString("call_store_u8", "65535 200")).isEqualTo("done");
        assertThat(plugin.callString("call_load_u8", "65535")).isEqualTo("200");
        assertThat(plugin.callString("call_store_u64", "65528 72623859790382856")).isEqualTo("done");
        assertThat(plugin.callString("call_load_u64", "65528")).isEqualTo("72623859790382856");
        assertThat(plugin.callString("call_load_u8", "65535")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"call_input_load_u8, 0, 48", "call_input_load_u8, 1, 0", "call_input_load_u64, 0, 0"})
    void readsTheInputAndNothingBeyond(String function, String input, String expected) {
        assertThat(plugin.callString(function, input)).isEqualTo(expected);
    }

    @Test
    void readsAWordOfTheInputIfAllOfItIsThere() {
        assertThat(plugin.callString("call_input_load_u64", "      0")).isEqualTo("0");
        assertThat(plugin.callString("call_input_load_u64", "       0")).isEqualTo("3467807035425300512");
        assertThat(plugin.callString("call_input_load_u64", "       1")).isEqualTo("0");
    }

    @Test
    void knowsTheLengthOfTheInput() {
        assertThat(plugin.callString("call_input_length", "12345")).isEqualTo("5");
        assertThat(plugin.callString("call_input_length", "")).isEqualTo("0");
    }

    @Test
    void storesAndLoadsAtEveryAlignment() {
        assertThat(plugin.callString("alignments", "")).isEqualTo("same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0", "0 100", "18446744073709551615 1", "64 18446744073709551615", "65536 1",
        "64 2147483647", "64 2147483648", "4294967360 1"})
    void ignoresABadOutput(String range) {
        assertThat(plugin.callString("call_output_set", range)).isEmpty();
    }

    @Test
    void takesPartOfABlockAsOutput() {
        // The input is the first block, at 64.
        assertThat(plugin.callString("call_output_set", "66 2")).isEqualTo(" 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "65", "65536", "2147483648", "18446744073709551615"})
    void ignoresABadError(String handle) {
        assertThat(plugin.callString("call_error_set", handle)).isEmpty();
    }

    @Test
    void takesTheInputAsError() {
        assertThatThrownBy(() -> plugin.callString("call_error_set", "64")).hasMessage("64");
    }

    @ParameterizedTest
    @CsvSource({"call_config_get, 5, config key: 5", "call_var_get, 5, var key: 5", "call_var_set, 5 0, var key: 5",
        "call_var_set, 64 5, var value: 5", "call_log_info, 5, log message: 5",
        "call_log_error, 18446744073709551615, log message: 18446744073709551615"})
    void endsTheCallForABadHandle(String function, String numbers, String complaint) {
        assertThatThrownBy(() -> plugin.callString(function, numbers))
                .isInstanceOfSatisfying(PluginException.class, e -> {
                    assertThat(e.kind()).isEqualTo(PluginException.Kind.REFUSED);
                    assertThat(e).hasMessage("invalid handle offset for " + complaint);
                });
        assertThat(plugin.callString("alignments", "")).isEqualTo("same");
    }

    @Test
    void takesHandleZeroAsTheEmptyKey() throws IOException {
        try (var configured = Plugin.builder().config("", "empty key").open(Guests.rust("kernel_calls"))) {
            assertThat(configured.callString("call_config_get", "0")).isNotEqualTo("0");
        }
        assertThat(plugin.callString("call_config_get", "0")).isEqualTo("0");
    }

    @Test
    void refusesAKeyThatIsNoText() {
        var malformed = Guests.wat("""
                (module
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
                  (func (export "remove") (call $var_set (call $input_offset) (i64.const 0))))
                """);
        try (var other = Plugin.open(malformed)) {
            assertThatThrownBy(() -> other.call("remove", new byte[]{'a', (byte) 0xff}))
                    .hasMessage("var key is not valid UTF-8");
            assertThat(other.callString("remove", "\uFFFD is text")).isEmpty();
        }
    }

    @Test
    void doesNotUseAFreedBlockAgainWhileThereIsRoom() {
        var blocks = plugin.callString("reuse", "100 200").split(" ");
        assertThat(blocks).doesNotHaveDuplicates();
    }

    @Test
    void freesTheHandlesThatItIsGiven() {
        try (var freeing = Plugin.open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
                  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
                  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
                  (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
                  (import "extism:host/env" "log_info" (func $log_info (param i64)))
                  (func $live (param i64) (result i32) (i64.ne (call $length (local.get 0)) (i64.const 0)))
                  (func (export "var_set") (result i32) (local i64 i64)
                    (call $var_set (local.tee 0 (call $alloc (i64.const 3))) (local.tee 1 (call $alloc (i64.const 4))))
                    (i32.add (call $live (local.get 0)) (call $live (local.get 1))))
                  (func (export "var_get") (result i32) (local i64)
                    (drop (call $var_get (local.tee 0 (call $alloc (i64.const 3)))))
                    (call $live (local.get 0)))
                  (func (export "config_get") (result i32) (local i64)
                    (drop (call $config_get (local.tee 0 (call $alloc (i64.const 3)))))
                    (call $live (local.get 0)))
                  (func (export "log_info") (result i32) (local i64)
                    (call $log_info (local.tee 0 (call $alloc (i64.const 3))))
                    (call $live (local.get 0))))
                """))) {
            for (var function : new String[]{"var_set", "var_get", "config_get", "log_info"}) {
                assertThat(freeing.call(function, new byte[0])).as(function).isEmpty();
            }
        }
    }

    /** The functions that no PDK uses: results as words in the output. */
    @Test
    void offersTheHostsSideOfTheKernelAsWell() {
        try (var other = Plugin.open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
                  (import "extism:host/env" "input_set" (func $input_set (param i64 i64)))
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "input_length" (func $input_length (result i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (import "extism:host/env" "output_offset" (func $output_offset (result i64)))
                  (import "extism:host/env" "output_length" (func $output_length (result i64)))
                  (import "extism:host/env" "error_set" (func $error_set (param i64)))
                  (import "extism:host/env" "error_get" (func $error_get (result i64)))
                  (import "extism:host/env" "memory_bytes" (func $memory_bytes (result i64)))
                  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
                  (import "extism:host/env" "reset" (func $reset))
                  (global $at (mut i64) (i64.const 0))
                  (func $put (param i64)
                    (call $store_u64 (global.get $at) (local.get 0))
                    (global.set $at (i64.add (global.get $at) (i64.const 8))))
                  (func (export "report") (local $out i64) (local $error i64) (local $input i64)
                    (global.set $at (local.tee $out (call $alloc (i64.const 64))))
                    (local.set $error (call $alloc (i64.const 1)))
                    (local.set $input (call $input_offset))
                    (call $put (i64.sub (local.get $out) (local.get $input)))
                    (call $output_set (i64.add (local.get $input) (i64.const 1)) (i64.const 2))
                    (call $put (i64.sub (call $output_offset) (local.get $input)))
                    (call $put (call $output_length))
                    (call $error_set (local.get $error))
                    (call $put (i64.sub (call $error_get) (local.get $error)))
                    (call $error_set (i64.const 0))
                    (call $put (call $error_get))
                    (call $input_set (i64.add (local.get $input) (i64.const 2)) (i64.const 3))
                    (call $put (i64.sub (call $input_offset) (local.get $input)))
                    (call $put (call $input_length))
                    (call $put (i64.rem_u (call $memory_bytes) (i64.const 65536)))
                    (call $output_set (local.get $out) (i64.const 64)))
                  (func (export "reset") (result i32) (local i64)
                    (local.set 0 (call $alloc (i64.const 8)))
                    (call $output_set (local.get 0) (i64.const 8))
                    (call $error_set (local.get 0))
                    (call $reset)
                    (i32.wrap_i64 (i64.add (i64.add (call $length (local.get 0)) (call $output_length))
                      (i64.add (call $input_length) (call $error_get)))))
                )
                """))) {
            var words = new long[8];
            ByteBuffer.wrap(other.call("report", new byte[5])).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
            assertThat(words).containsExactly(16, 1, 2, 0, 0, 2, 3, 0);
            assertThat(other.call("reset", new byte[5])).isEmpty();
        }
    }

    @Test
    void survivesEveryCallWithEveryNumber() {
        var one = new String[]{"call_alloc", "call_length", "call_length_unsafe", "call_free", "call_load_u8",
            "call_load_u64", "call_input_load_u8", "call_input_load_u64", "call_config_get", "call_var_get",
            "call_log_info", "call_log_error", "call_error_set"};
        var two = new String[]{"call_store_u64", "call_store_u8", "call_var_set", "call_output_set", "reuse"};
        for (var number : NUMBERS) {
            for (var function : one) {
                tryCall(function, number);
            }
            for (var other : NUMBERS) {
                for (var function : two) {
                    tryCall(function, number + " " + other);
                }
            }
        }
        assertThat(plugin.callString("alignments", "")).isEqualTo("same");
    }

    private void tryCall(String function, String numbers) {
        try {
            plugin.callString(function, numbers);
        } catch (PluginException e) {
            assertThat(e.kind()).isIn(PluginException.Kind.REFUSED, PluginException.Kind.PLUGIN_ERROR);
        }
    }
}

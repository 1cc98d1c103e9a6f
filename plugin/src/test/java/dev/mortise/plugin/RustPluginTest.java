package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified plug-ins built with Extism's Rust PDK. */
class RustPluginTest {

    @Test
    void countsVowels() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("count_vowels"))) {
            assertThat(plugin.callString("count_vowels", "Hello, World!"))
                    .isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}");
            assertThat(plugin.callString("count_vowels", "Hello, World!")).contains("\"total\":6");
        }
    }

    @Test
    void countsTheVowelsOfItsConfiguration() throws IOException {
        try (var plugin = Plugin.builder().config("vowels", "lo").open(Guests.rust("count_vowels"))) {
            assertThat(plugin.callString("count_vowels", "Hello, World!"))
                    .isEqualTo("{\"count\":5,\"total\":5,\"vowels\":\"lo\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 1000, 65_535, 65_536, 65_537, 655_360, 6_553_600, 17, 0, 3})
    void echoesEveryLength(int length) throws IOException {
        var input = randomBytes(length);
        try (var plugin = Plugin.open(Guests.rust("echo"))) {
            assertThat(plugin.call("echo", input)).isEqualTo(input);
        }
    }

    @Test
    void echoesLongAndShortInputsInTurn() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("echo"))) {
            for (var length : new int[]{655_360, 3, 0, 1_000_000, 64, 999_999, 655_360, 1}) {
                var input = randomBytes(length);
                assertThat(Arrays.equals(plugin.call("echo", input), input)).isTrue();
            }
        }
    }

    @Test
    void echoesEveryCharacter() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("echo"))) {
            assertThat(plugin.callString("echo", "naïve 漢字 🦀")).isEqualTo("naïve 漢字 🦀");
        }
    }

    @Test
    void takes100Megabytes() throws IOException {
        var input = new byte[100_000_000];
        Arrays.fill(input, (byte) 'x');
        try (var plugin = Plugin.open(Guests.rust("consume"))) {
            assertThat(plugin.call("consume", input)).isEmpty();
            assertThat(plugin.call("consume", new byte[10])).isEmpty();
        }
        try (var plugin = Plugin.open(Guests.rust("echo"))) {
            assertThat(Arrays.equals(plugin.call("echo", input), input)).isTrue();
        }
    }

    @Test
    void reflectsThroughAHostFunction() throws IOException {
        var seen = new ArrayList<byte[]>();
        var function = HostFunction.ofBytes("host_reflect", (current, bytes) -> {
            seen.add(bytes);
            return bytes;
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.rust("reflect"))) {
            for (var length : new int[]{1, 64, 70_000, 0, 655_360}) {
                var input = randomBytes(length);
                assertThat(Arrays.equals(plugin.call("reflect", input), input)).isTrue();
                assertThat(seen.getLast()).isEqualTo(input);
            }
        }
    }

    @Test
    void readsItsConfiguration() throws IOException {
        try (var plugin = Plugin.builder().config("key", "värde").config("empty", "").open(Guests.rust("config"))) {
            assertThat(plugin.callString("config_get", "key")).isEqualTo("värde");
            assertThatThrownBy(() -> plugin.callString("config_get", "other"))
                    .hasMessageContaining("no config value for 'other'");
            assertThatThrownBy(() -> plugin.callString("config_get", "empty"))
                    .hasMessageContaining("no config value for 'empty'");
            assertThatThrownBy(() -> plugin.callString("config_get", ""))
                    .hasMessageContaining("no config value for ''");
        }
    }

    @Test
    void keepsVariablesFromCallToCall() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("vars"))) {
            plugin.callString("var_set", "a=1");
            plugin.callString("var_set", "b=2");
            plugin.callString("var_set", "a=3");
            assertThat(plugin.callString("var_get", "a")).isEqualTo("3");
            assertThat(plugin.callString("var_get", "b")).isEqualTo("2");
            plugin.callString("var_remove", "a");
            plugin.callString("var_remove", "never set");
            assertThatThrownBy(() -> plugin.callString("var_get", "a")).hasMessageContaining("no variable 'a'");
        }
    }

    @Test
    void limitsVariables() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("vars"))) {
            // 48 bytes an entry and the 6 of its key "filler".
            plugin.callString("var_fill", String.valueOf((1 << 20) - 54));
            assertThatThrownBy(() -> plugin.callString("var_set", "a=1")).isInstanceOf(PluginException.class)
                    .hasMessage("Variable store is full")
                    .extracting("kind").isEqualTo(PluginException.Kind.REFUSED);
            assertThatThrownBy(() -> plugin.callString("var_fill", String.valueOf((1 << 20) - 53)))
                    .hasMessage("Variable store is full");
            plugin.callString("var_fill", "10");
            plugin.callString("var_set", "a=1");
            assertThat(plugin.callString("var_get", "a")).isEqualTo("1");
        }
    }

    @Test
    void hasNoVariablesWhereTheyAreOff() throws IOException {
        try (var plugin = Plugin.builder().maxVarBytes(0).open(Guests.rust("vars"))) {
            assertThatThrownBy(() -> plugin.callString("var_set", "a=1"))
                    .hasMessage("Vars are disabled by this host");
            assertThatThrownBy(() -> plugin.callString("var_get", "a")).hasMessageContaining("no variable 'a'");
        }
    }

    @ParameterizedTest
    @CsvSource({"ALL, 5, 0", "TRACE, 5, 0", "DEBUG, 4, 1", "INFO, 3, 2", "WARNING, 2, 3", "ERROR, 1, 4",
        "OFF, 0, 2147483647"})
    void logsFromItsLevelUpwards(Level level, int messages, String number) throws IOException {
        var log = new ArrayList<String>();
        var builder = Plugin.builder().logLevel(level).onLog((at, message) -> log.add(at + " " + message));
        try (var plugin = builder.open(Guests.rust("log"))) {
            plugin.callString("log_all", "hey");
            var all = List.of("TRACE trace: hey", "DEBUG debug: hey", "INFO info: hey", "WARNING warn: hey",
                    "ERROR error: hey");
            assertThat(log).isEqualTo(all.subList(5 - messages, 5));
            assertThat(plugin.callString("log_level", "")).isEqualTo(number);
            log.clear();
            plugin.callString("log_unasked", "hey");
            assertThat(log).hasSize(messages);
        }
    }

    @Test
    void reportsItsOwnErrors() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("error"))) {
            assertThatThrownBy(() -> plugin.callString("fail", "something is wrong"))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.PLUGIN_ERROR);
                        assertThat(e).hasMessage("something is wrong");
                        assertThat(e.exitCode()).isEqualTo(-1);
                    });
            assertThat(plugin.callString("parse", "12")).isEqualTo("12");
            assertThatThrownBy(() -> plugin.callString("parse", "twelve"))
                    .hasMessageContaining("invalid digit");
            assertThatThrownBy(() -> plugin.callString("fail_with_code", "42"))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e).hasMessage("failed with a code of its own");
                        assertThat(e.exitCode()).isEqualTo(42);
                    });
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
        }
    }

    @Test
    void returnsACodeWithoutAMessage() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("error"))) {
            assertThatThrownBy(() -> plugin.callString("code_only", ""))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.EXIT_CODE);
                        assertThat(e).hasMessageStartingWith("Returned non-zero exit code: 3");
                        assertThat(e.exitCode()).isEqualTo(3);
                    });
            assertThatThrownBy(() -> plugin.callString("long_result", ""))
                    .hasMessageStartingWith("Returned non-zero exit code: -1");
            assertThat(plugin.callString("no_result", "")).isEqualTo("no result");
        }
    }

    @Test
    void letsASetErrorWinOverEverything() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("error"))) {
            assertThatThrownBy(() -> plugin.callString("error_only", ""))
                    .hasMessage("set although the call returned 0");
            assertThatThrownBy(() -> plugin.callString("output_and_error", "")).hasMessage("set after an output");
            assertThat(plugin.callString("error_cleared", "")).isEqualTo("no error");
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
        }
        try (var plugin = Plugin.open(Guests.rust("trap"))) {
            assertThatThrownBy(() -> plugin.callString("trap_after_error", ""))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.PLUGIN_ERROR);
                        assertThat(e).hasMessage("an error set before the trap").hasCauseInstanceOf(Trap.class);
                    });
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
        }
    }

    @ParameterizedTest
    @CsvSource({"panic, UNREACHABLE", "unreachable, UNREACHABLE", "out_of_bounds, OUT_OF_BOUNDS_MEMORY_ACCESS",
        "divide_by_zero, UNREACHABLE"})
    void trapsAndGoesOn(String function, Trap.Kind kind) throws IOException {
        try (var plugin = Plugin.open(Guests.rust("trap"))) {
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> plugin.callString(function, "oh no"))
                        .isInstanceOfSatisfying(PluginException.class, e -> {
                            assertThat(e.kind()).isEqualTo(PluginException.Kind.TRAP);
                            assertThat(e.exitCode()).isEqualTo(134);
                            assertThat(e).hasMessageContaining(function).hasMessageContaining(kind.text());
                            assertThat(e.getCause()).isInstanceOfSatisfying(Trap.class,
                                    trap -> assertThat(trap.kind()).isEqualTo(kind));
                        });
                assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
            }
        }
    }

    @Test
    void showsTheGuestsFunctionsInTheStackTraceOfATrap() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("trap"))) {
            assertThatThrownBy(() -> plugin.callString("unreachable", "")).cause().satisfies(trap -> assertThat(
                    Arrays.stream(trap.getStackTrace()).map(StackTraceElement::getMethodName))
                    .anyMatch(name -> name.contains("unreachable")));
        }
    }

    @Test
    void survivesEndlessRecursion() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("recurse"))) {
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> plugin.callString("recurse_for_ever", ""))
                        .isInstanceOfSatisfying(PluginException.class, e -> {
                            assertThat(e.kind()).isEqualTo(PluginException.Kind.TRAP);
                            assertThat(e).cause().isInstanceOfSatisfying(Trap.class,
                                    trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED));
                        });
                assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
                assertThat(plugin.callString("recurse", "100")).isNotEmpty();
            }
        }
    }

    @Test
    void survivesAStackInItsOwnMemoryThatRunsOut() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("recurse"))) {
            assertThatThrownBy(() -> plugin.callString("recurse_with_arrays", ""))
                    .extracting("kind").isEqualTo(PluginException.Kind.TRAP);
        }
    }

    @Test
    void growsItsMemoryToTheLimit() throws IOException {
        try (var plugin = Plugin.builder().maxPages(100).open(Guests.rust("grow"))) {
            // Once for Rust's own heap, which may grow when it holds the first input.
            plugin.callString("grow", "0");
            var before = Integer.parseInt(plugin.callString("pages", ""));
            assertThat(plugin.callString("grow", "5")).isEqualTo(before + " " + (before + 5));
            // One page is the kernel's.
            assertThat(plugin.callString("grow_until_refused", "")).isEqualTo("99");
            assertThatThrownBy(() -> plugin.callString("grow", "1")).hasMessageContaining("memory.grow refused");
            assertThat(plugin.callString("pages", "")).isEqualTo("99");
        }
    }

    @Test
    void itsMemoryAndTheKernelsHaveOneLimit() throws IOException {
        try (var plugin = Plugin.builder().maxPages(100).open(Guests.rust("grow"))) {
            plugin.callString("grow", "0");
            assertThat(plugin.callString("grow_until_refused", "")).isEqualTo("99");
            assertThatThrownBy(() -> plugin.call("pages", new byte[70_000]))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.OUT_OF_MEMORY);
                        assertThat(e).hasMessageContaining("of the 100 pages").hasMessageContaining("100 are in use");
                    });
            assertThat(plugin.callString("pages", "")).isEqualTo("99");
        }
    }

    @Test
    void answersWithAFullMemoryFromTheFirstCallOn() throws IOException {
        try (var plugin = Plugin.builder().maxPages(100).open(Guests.rust("grow"))) {
            for (var i = 0; i < 2; i++) {
                assertThat(plugin.callString("grow_until_refused", "")).isEqualTo("99");
            }
        }
    }

    @Test
    void stopsEndlessAllocationAtTheLimit() throws IOException {
        try (var plugin = Plugin.builder().maxPages(300).open(Guests.rust("grow"))) {
            assertThatThrownBy(() -> plugin.callString("allocate_for_ever", ""))
                    .hasMessageStartingWith("oom: \"allocate_for_ever\" gave up: it had asked in vain for ")
                    .hasMessageContaining("of the 300 that it may have").hasCauseInstanceOf(Trap.class)
                    .extracting("kind", "exitCode").containsExactly(PluginException.Kind.OUT_OF_MEMORY, 134);
            assertThat(plugin.callString("pages", "")).isNotEmpty();
        }
    }

    @Test
    void limitsTheKernelsMemory() throws IOException {
        try (var plugin = Plugin.builder().maxPages(17 + 10 * 16).open(Guests.rust("grow"))) {
            assertThat(plugin.callString("kernel_allocate_until_refused", "")).isEqualTo("9");
            assertThat(plugin.callString("kernel_allocate_until_refused", "")).isEqualTo("9");
        }
    }

    @Test
    void saysWhenTheInputIsOverTheLimit() throws IOException {
        try (var plugin = Plugin.builder().maxPages(40).open(Guests.rust("echo"))) {
            assertThatThrownBy(() -> plugin.call("echo", new byte[40 * 65_536]))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.OUT_OF_MEMORY);
                        assertThat(e).hasMessageStartingWith("oom").hasMessageContaining("maxPages");
                    });
            assertThat(plugin.callString("echo", "next")).isEqualTo("next");
        }
    }

    @Test
    void saysWhenTheModuleStartsWithMoreThanTheLimit() throws IOException {
        try (var plugin = Plugin.builder().maxPages(3).open(Guests.rust("echo"))) {
            assertThatThrownBy(() -> plugin.callString("echo", "x")).isInstanceOf(LinkException.class)
                    .hasMessageContaining("but its limit of 3 leaves 2, as the memory for input and output takes 1: ");
        }
    }

    private static byte[] randomBytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}

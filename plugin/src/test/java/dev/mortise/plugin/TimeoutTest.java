package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.Module;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a time limit covers, and whom it does not touch. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String ENDLESS = "(loop $endless (br $endless))";

    @ParameterizedTest
    @ValueSource(strings = {"endless", "endless_calls", "endless_kernel_calls", "endless_allocation"})
    void endsACallThatTakesTooLong(String function) throws Exception {
        try (var plugin = Plugin.builder().timeout(SHORT).open(Guests.rust("endless"))) {
            for (var i = 0; i < 2; i++) {
                assertTimeout(plugin, function);
                assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(func $first " + ENDLESS + ") (start $first)",
        "(func (export \"_initialize\") " + ENDLESS + ")", "(func (export \"__wasm_call_ctors\") " + ENDLESS + ")",
        "(func (export \"hs_init\") (param i32 i32) " + ENDLESS + ")"})
    void coversTheStart(String start) {
        try (var plugin =
                Plugin.builder().timeout(SHORT).open(Guests.wat("(module (func (export \"f\")) " + start + ")"))) {
            assertTimeout(plugin, "f");
            assertTimeout(plugin, "f");
        }
    }

    @Test
    void coversTheTimeInHostFunctions() {
        var left = new ArrayList<Duration>();
        var sleep = HostFunction.ofString("sleep", (current, text) -> {
            left.add(current.timeLeft().orElseThrow());
            while (!current.isCancelled()) {
                Thread.sleep(1);
            }
            left.add(current.timeLeft().orElseThrow());
            return "";
        });
        try (var plugin = Plugin.builder().timeout(SHORT).hostFunction(sleep).open(Guests.wat("""
                (module
                  (import "extism:host/user" "sleep" (func $sleep (param i64) (result i64)))
                  (func (export "f") (drop (call $sleep (i64.const 0))) (loop $endless (br $endless))))
                """))) {
            assertTimeout(plugin, "f");
            assertThat(left.getFirst()).isPositive().isLessThanOrEqualTo(SHORT);
            assertThat(left.getLast()).isZero();
        }
    }

    /** It sees that sooner than whoever ends late calls. */
    @Test
    void aHostFunctionThatThrowsWhenItIsLateIsATimeout() {
        var late = HostFunction.ofString("f", (current, text) -> {
            while (!current.isCancelled()) {
                Thread.onSpinWait();
            }
            throw new IllegalStateException("late");
        });
        try (var plugin = Plugin.builder().timeout(Duration.ofMillis(5)).hostFunction(late).open(Guests.wat("""
                (module
                  (import "extism:host/user" "f" (func $f (param i64) (result i64)))
                  (func (export "f") (drop (call $f (i64.const 0)))))
                """))) {
            for (var i = 0; i < 50; i++) {
                assertTimeout(plugin, "f");
            }
        }
    }

    @Test
    void hasNoDeadlineWithoutALimit() {
        var function = HostFunction.ofString("f", (current, text) -> {
            assertThat(current.timeLeft()).isEmpty();
            assertThat(current.isCancelled()).isFalse();
            return "";
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.wat("""
                (module
                  (import "extism:host/user" "f" (func $f (param i64) (result i64)))
                  (func (export "f") (drop (call $f (i64.const 0)))))
                """))) {
            assertThat(plugin.callString("f", "")).isEmpty();
        }
    }

    @Test
    void doesNotHitALaterCallNorANeighbour() throws Exception {
        var module = Module.read(Guests.rust("endless"));
        try (var late = Plugin.builder().timeout(SHORT).open(module);
                var neighbour = Plugin.builder().timeout(Duration.ofHours(1)).open(module);
                var threads = Executors.newSingleThreadExecutor()) {
            for (var i = 0; i < 5; i++) {
                var call = threads.submit(() -> late.callString("endless", ""));
                while (!call.isDone()) {
                    assertThat(neighbour.callString("succeed", "")).isEqualTo("fine");
                }
                assertThatThrownBy(call::get).hasCauseInstanceOf(PluginException.class);
                assertThat(late.callString("succeed", "")).isEqualTo("fine");
            }
        }
    }

    /** The thread that looks is asleep by then, however long that takes. */
    @Test
    void endsACallAfterALongRest() throws Exception {
        try (var plugin = Plugin.builder().timeout(Duration.ofMillis(5)).open(Guests.rust("endless"))) {
            for (var i = 0; i < 3; i++) {
                assertTimeout(plugin, "endless");
                Thread.sleep(300);
            }
        }
    }

    @Test
    void cancellingIsNoTimeout() throws Exception {
        try (var plugin = Plugin.builder().timeout(Duration.ofHours(1)).open(Guests.rust("endless"));
                var threads = Executors.newSingleThreadExecutor()) {
            var handle = plugin.cancelHandle();
            var call = threads.submit(() -> plugin.callString("endless", ""));
            while (!call.isDone()) {
                handle.cancel();
                Thread.sleep(5);
            }
            assertThatThrownBy(call::get).cause().extracting("kind").isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void refusesNoTime() {
        assertThatThrownBy(() -> Plugin.builder().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Manifest.builder().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static void assertTimeout(Plugin plugin, String function) {
        assertThatThrownBy(() -> plugin.callString(function, "")).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("timeout: ").extracting("kind").isEqualTo(Kind.TIMEOUT);
    }
}

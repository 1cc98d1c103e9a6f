package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a plug-in's code starts, what it keeps, and how it ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTest {

    /** The digits of "trace" tell which start functions ran, in order: STARTS stands for them. */
    private static final String STARTING = """
            (module
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (global $trace (mut i64) (i64.const 0))
              (func $note (param i64)
                (global.set $trace (i64.add (i64.mul (global.get $trace) (i64.const 10)) (local.get 0))))
              (func (export "trace") (local i64)
                (call $store_u64 (local.tee 0 (call $alloc (i64.const 8))) (global.get $trace))
                (call $output_set (local.get 0) (i64.const 8)))
              (func (export "_start") (call $note (i64.const 9)))
              STARTS)
            """;

    private static final String INITIALIZE = "(func (export \"_initialize\") (call $note (i64.const 1)))";
    private static final String HASKELL =
            "(func (export \"hs_init\") (param i32 i32) (call $note (i64.add (i64.const 2) "
                    + "(i64.extend_i32_u (i32.or (local.get 0) (local.get 1))))))";
    private static final String CONSTRUCTORS = "(func (export \"__wasm_call_ctors\") (call $note (i64.const 3)))";
    private static final String START = "(func $first (call $note (i64.const 4))) (start $first)";
    private static final String ODD_INITIALIZE =
            "(func (export \"_initialize\") (param i32) (call $note (i64.const 1)))";
    private static final String ODD_CONSTRUCTORS = "(func (export \"__wasm_call_ctors\") (result i32) (i32.const 1))";

    @Test
    void startsTheLanguagesRuntime() {
        assertThat(trace("")).isZero();
        assertThat(trace(START)).isEqualTo(4);
        assertThat(trace(INITIALIZE)).isEqualTo(1);
        assertThat(trace(START + INITIALIZE)).isEqualTo(41);
        assertThat(trace(CONSTRUCTORS)).isEqualTo(3);
        assertThat(trace(CONSTRUCTORS + INITIALIZE)).isEqualTo(3);
        assertThat(trace(HASKELL)).isEqualTo(2);
        assertThat(trace(HASKELL + INITIALIZE)).isEqualTo(12);
        assertThat(trace(HASKELL + CONSTRUCTORS)).isEqualTo(2);
        assertThat(trace(ODD_INITIALIZE)).isZero();
        assertThat(trace(ODD_CONSTRUCTORS + INITIALIZE)).isZero();
        assertThat(trace(HASKELL + ODD_INITIALIZE)).isEqualTo(2);
    }

    private static long trace(String starts) {
        try (var plugin = Plugin.open(Guests.wat(STARTING.replace("STARTS", starts)))) {
            var first = plugin.call("trace", new byte[0]);
            assertThat(plugin.call("trace", new byte[0])).as("a second start").isEqualTo(first);
            return number(first);
        }
    }

    /** As in Extism, where a program that has ended is not called again in the state that it left. */
    @ParameterizedTest
    @ValueSource(strings = {"", "unreachable"})
    void beginsAfreshAfterAProgram(String end) {
        try (var plugin = Plugin.open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
                  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
                  (global $calls (mut i64) (i64.const 0))
                  (func $block (param i64) (result i64) (local $handle i64)
                    (call $store_u64 (local.tee $handle (call $alloc (i64.const 8))) (local.get 0))
                    (local.get $handle))
                  (func $answer
                    (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
                    (call $output_set
                      (call $block (i64.add
                        (i64.mul (i64.const 10) (i64.extend_i32_u
                          (i64.ne (call $var_get (call $block (i64.const 0))) (i64.const 0))))
                        (global.get $calls)))
                      (i64.const 8))
                    (call $var_set (call $block (i64.const 0)) (call $block (i64.const 1))))
                  (func (export "next") (call $answer))
                  (func (export "_start") (call $answer) END))
                """.replace("END", end)))) {
            assertThat(number(plugin.call("next", new byte[0]))).isEqualTo(1);
            assertThat(number(plugin.call("next", new byte[0]))).isEqualTo(12);
            if (end.isEmpty()) {
                assertThat(number(plugin.call("_start", new byte[0]))).isEqualTo(13);
            } else {
                assertThatThrownBy(() -> plugin.call("_start", new byte[0])).isInstanceOf(PluginException.class);
            }
            assertThat(number(plugin.call("next", new byte[0]))).as("the first call of a new store").isEqualTo(1);
            assertThat(number(plugin.call("next", new byte[0]))).isEqualTo(12);
        }
    }

    /** Its start functions run before the next call's input is there, and must not find the one before. */
    @ParameterizedTest
    @ValueSource(strings = {"_start", "leave"})
    void findsNothingOfTheCallBeforeItBeganAfresh(String function) {
        try (var plugin = Plugin.open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
                  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (global $found (mut i64) (i64.const 0))
                  (func $look (local i64)
                    (loop $next
                      (global.set $found (i64.or (global.get $found) (call $load_u64 (local.get 0))))
                      (br_if $next (i64.lt_u (local.tee 0 (i64.add (local.get 0) (i64.const 8)))
                        (i64.const 65536)))))
                  (start $look)
                  (func (export "found") (local i64)
                    (call $store_u64 (local.tee 0 (call $alloc (i64.const 8))) (global.get $found))
                    (call $output_set (local.get 0) (i64.const 8)))
                  (func $leave (call $store_u64 (i64.const 60000) (call $load_u64 (call $input_offset))))
                  (func (export "leave") (call $leave))
                  (func (export "_start") (call $leave)))
                """))) {
            for (var i = 0; i < 2; i++) {
                plugin.call(function, "a secret".getBytes(StandardCharsets.UTF_8));
                if (!function.equals("_start")) {
                    plugin.reset();
                }
                assertThat(number(plugin.call("found", new byte[0]))).isZero();
            }
        }
    }

    @Test
    void doesNotRepeatTheErrorOfTheCallBefore() {
        var starts = new AtomicInteger();
        try (var plugin = Plugin.builder().wasi(wasi -> {
            if (starts.incrementAndGet() == 2) {
                throw new IllegalStateException("of a test");
            }
        }).open(Guests.wat("""
                (module
                  (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "error_set" (func $error_set (param i64)))
                  (memory (export "memory") 1)
                  (func (export "_start") (call $error_set (call $input_offset))))
                """))) {
            assertThatThrownBy(() -> plugin.callString("_start", "a secret")).hasMessage("a secret");
            assertThatThrownBy(() -> plugin.callString("_start", "")).hasMessageNotContaining("secret")
                    .extracting("kind").isEqualTo(PluginException.Kind.HOST_FUNCTION);
            assertThat(plugin.callString("_start", "")).isEmpty();
        }
    }

    private static long number(byte[] output) {
        return ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Test
    void runsNothingBeforeTheFirstCall() {
        var log = new ArrayList<String>();
        var builder = Plugin.builder().hostFunction(HostFunction.ofString("note", (current, text) -> {
            log.add("started");
            return "";
        }));
        try (var plugin = builder.open(Guests.wat("""
                (module
                  (import "extism:host/user" "note" (func $note (param i64) (result i64)))
                  (func $first (drop (call $note (i64.const 0))))
                  (start $first)
                  (func (export "f")))
                """))) {
            assertThat(plugin.functionExists("f")).isTrue();
            assertThatThrownBy(() -> plugin.callString("g", "")).hasMessageStartingWith("Function not found: g");
            assertThat(log).isEmpty();
            plugin.callString("f", "");
            plugin.callString("f", "");
            assertThat(log).containsExactly("started");
        }
    }

    @Test
    void triesAgainWhenItsStartFailed() {
        var starts = new ArrayList<Integer>();
        var function = HostFunction.ofString("note", (current, text) -> {
            starts.add(1);
            if (starts.size() < 3) {
                throw new IllegalStateException("not ready");
            }
            return "";
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.wat("""
                (module
                  (import "extism:host/user" "note" (func $note (param i64) (result i64)))
                  (func (export "_initialize") (drop (call $note (i64.const 0))))
                  (func (export "f")))
                """))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("f", "")).hasRootCauseMessage("not ready")
                        .extracting("kind").isEqualTo(PluginException.Kind.HOST_FUNCTION);
            }
            assertThat(plugin.callString("f", "")).isEmpty();
            assertThat(plugin.callString("f", "")).isEmpty();
            assertThat(starts).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(func $first unreachable) (start $first)", "(func (export \"_initialize\") unreachable)"})
    void reportsATrapAtTheStart(String start) {
        try (var plugin = Plugin.open(Guests.wat("(module (func (export \"f\")) " + start + ")"))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("f", "")).isInstanceOf(PluginException.class)
                        .extracting("kind").isEqualTo(PluginException.Kind.TRAP);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"count_vowels, true", "count_vowel, false", "'', false", "memory, false"})
    void knowsItsFunctions(String name, boolean expected) throws IOException {
        try (var plugin = Plugin.open(Guests.rust("count_vowels"))) {
            assertThat(plugin.functionExists(name)).isEqualTo(expected);
        }
    }

    @Test
    void namesTheFunctionsThatThereAre() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("error"))) {
            assertThatThrownBy(() -> plugin.callString("nothing", ""))
                    .isInstanceOfSatisfying(PluginException.class, e -> {
                        assertThat(e.kind()).isEqualTo(PluginException.Kind.FUNCTION_NOT_FOUND);
                        assertThat(e.exitCode()).isEqualTo(-1);
                    }).hasMessageStartingWith("Function not found: nothing").hasMessageContaining("code_only");
            assertThatThrownBy(() -> plugin.callString("takes_parameter", ""))
                    .extracting("kind").isEqualTo(PluginException.Kind.FUNCTION_NOT_FOUND);
            assertThat(plugin.functionExists("takes_parameter")).isFalse();
            assertThat(plugin.functionExists("long_result")).isFalse();
            assertThat(plugin.functionExists("no_result")).isTrue();
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
        }
    }

    @Test
    void refusesAFunctionWithSeveralResults() {
        try (var plugin = Plugin.open(Guests.wat("""
                (module (func (export "f") (result i32 i32) (i32.const 0) (i32.const 0)))
                """))) {
            assertThatThrownBy(() -> plugin.callString("f", "")).isInstanceOf(PluginException.class)
                    .hasMessageContaining("takes no parameters and returns nothing or an i32; call this one from Java");
        }
    }

    @Test
    void sharesCompiledCodeAndNothingElse() throws IOException {
        var module = Module.read(Guests.rust("vars"));
        try (var one = Plugin.builder().open(module); var two = Plugin.builder().open(module)) {
            one.callString("var_set", "a=1");
            two.callString("var_set", "a=2");
            two.callString("var_set", "b=2");
            assertThat(one.callString("var_get", "a")).isEqualTo("1");
            assertThat(two.callString("var_get", "a")).isEqualTo("2");
            assertThatThrownBy(() -> one.callString("var_get", "b")).hasMessageContaining("no variable 'b'");
        }
    }

    @Test
    void givesOutCopiesOfItsOutput() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("echo"))) {
            var first = plugin.call("echo", new byte[]{1, 2, 3});
            first[0] = 9;
            var second = plugin.call("echo", new byte[]{4, 5, 6});
            assertThat(first).containsExactly(9, 2, 3);
            assertThat(second).containsExactly(4, 5, 6);
        }
    }

    @Test
    void seesNothingOfThePreviousCallsOutput() {
        try (var plugin = Plugin.open(Guests.wat("""
                (module
                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                  (import "extism:host/env" "input_length" (func $input_length (result i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (func (export "echo") (call $output_set (call $input_offset) (call $input_length)))
                  (func (export "silent")))
                """))) {
            assertThat(plugin.callString("echo", "x")).isEqualTo("x");
            assertThat(plugin.callString("silent", "y")).isEmpty();
        }
    }

    @Test
    void cannotBeCalledOnceClosed() throws IOException {
        var plugin = Plugin.open(Guests.rust("echo"));
        plugin.callString("echo", "x");
        plugin.close();
        plugin.close();
        assertThatThrownBy(() -> plugin.callString("echo", "x")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endless", "endless_calls", "endless_kernel_calls", "endless_allocation"})
    void endsAnEndlessCallAndGoesOn(String function) throws Exception {
        try (var plugin = Plugin.open(Guests.rust("endless")); var threads = Executors.newSingleThreadExecutor()) {
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
            for (var i = 0; i < 3; i++) {
                var call = threads.submit(() -> plugin.callString(function, ""));
                // Cancelling ends running calls only, and nobody can tell from here when the call is running.
                while (!call.isDone()) {
                    plugin.cancel();
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).cause()
                        .isInstanceOfSatisfying(PluginException.class,
                                e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.CANCELLED));
                assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
            }
        }
    }

    @Test
    void doesNotCancelACallThatComesLater() throws IOException {
        try (var plugin = Plugin.open(Guests.rust("endless"))) {
            plugin.cancel();
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
            plugin.cancel();
            assertThat(plugin.callString("succeed", "")).isEqualTo("fine");
        }
    }

    @Test
    void disturbsNoPluginOfTheSameModule() throws Exception {
        var module = Module.read(Guests.rust("endless"));
        try (var stopped = Plugin.builder().open(module);
                var neighbour = Plugin.builder().open(module);
                var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> stopped.callString("endless_calls", ""));
            while (!call.isDone()) {
                stopped.cancel();
                assertThat(neighbour.callString("succeed", "")).isEqualTo("fine");
            }
            assertThatThrownBy(call::get).hasCauseInstanceOf(PluginException.class);
            assertThat(neighbour.callString("succeed", "")).isEqualTo("fine");
        }
    }

    @Test
    void canBeClosedDuringACall() throws Exception {
        var plugin = Plugin.open(Guests.rust("endless"));
        var inHost = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            plugin.callString("succeed", "");
            var call = threads.submit(() -> {
                inHost.countDown();
                return plugin.callString("endless", "");
            });
            inHost.await();
            plugin.close();
            assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> plugin.callString("succeed", "")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void servesOneThreadAtATimeAndAnyOneAfterTheOther() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var function = HostFunction.ofString("host_reflect", (current, text) -> {
            entered.countDown();
            leave.await();
            return text;
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.rust("reflect"));
                var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> plugin.callString("reflect", "x"));
            entered.await();
            assertThatThrownBy(() -> plugin.callString("reflect", "y")).isInstanceOf(PluginException.class)
                    .extracting("kind").isEqualTo(PluginException.Kind.IN_USE);
            leave.countDown();
            assertThat(call.get()).isEqualTo("x");
            assertThat(plugin.callString("reflect", "y")).isEqualTo("y");
        }
    }

    @Test
    void closingFromAHostFunctionEndsTheCall() {
        var plugins = new ArrayList<Plugin>();
        var function = HostFunction.ofString("close", (current, text) -> {
            plugins.getFirst().close();
            return text;
        });
        var plugin = Plugin.builder().hostFunction(function).open(Guests.wat("""
                (module
                  (import "extism:host/user" "close" (func $close (param i64) (result i64)))
                  (func (export "f") (drop (call $close (i64.const 0))) (loop $endless (br $endless))))
                """));
        plugins.add(plugin);
        assertThatThrownBy(() -> plugin.callString("f", "")).extracting("kind")
                .isEqualTo(PluginException.Kind.CANCELLED);
        assertThatThrownBy(() -> plugin.callString("f", "")).isInstanceOf(IllegalStateException.class);
    }
}

package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.LinkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A linked module that exports {@code _start} is a program: each call of one of its functions finds it as new. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgramModuleTest {

    /** Counts its calls, in a global and in its memory; EXPORTS stands for what makes it a program. */
    private static final String COUNTER = """
            (module
              (memory (export "memory") 10)
              (global $calls (export "calls") (mut i32) (i32.const 0))
              (func (export "count") (param i32 i64) (result i32)
                (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
                (i32.add (i32.add (local.get 0) (i32.wrap_i64 (local.get 1)))
                  (i32.add (global.get $calls) (i32.load (i32.const 0)))))
              (func (export "two") (result i64 f64) (i64.const 5) (f64.const 6))
              (func (export "endless") (loop $again (br $again)))
              (func (export "trap") unreachable)
              (func (export "grow") (result i32) (memory.grow (i32.const 50)))
              EXPORTS)
            """;
    private static final String START = "(func (export \"_start\"))";
    private static final String MAIN = """
            (module
              (import "counter" "count" (func $count (param i32 i64) (result i32)))
              (import "counter" "endless" (func $endless))
              (import "counter" "trap" (func $trap))
              (import "counter" "grow" (func $grow (result i32)))
              (func (export "count") (result i32) (call $count (i32.const 100) (i64.const 20)))
              (func (export "endless") (call $endless))
              (func (export "trap") (call $trap))
              (func (export "many") (result i32) (local $i i32)
                (loop $next
                  (drop (call $count (i32.const 0) (i64.const 0)))
                  (if (i32.ne (call $grow) (i32.const 10)) (then (return (i32.const 1))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.lt_u (local.get $i) (i32.const 100))))
                (i32.const 0)))
            """;

    private static Manifest manifest(String exports, String main) {
        return Manifest.of(
                WasmSource.data(Guests.wat(COUNTER.replace("EXPORTS", exports)))
                        .named("counter"),
                WasmSource.data(Guests.wat(main)).named("main"));
    }

    @Test
    void isNewAtEachCall() {
        try (var plugin = Plugin.builder().open(manifest(START, MAIN))) {
            WasiTest.assertCode(plugin, "count", "", 122);
            WasiTest.assertCode(plugin, "count", "", 122);
        }
        try (var plugin = Plugin.builder().open(manifest("", MAIN))) {
            WasiTest.assertCode(plugin, "count", "", 122);
            WasiTest.assertCode(plugin, "count", "", 124);
        }
    }

    /** 10 pages, and 50 while it runs, of 70 for all: a hundred calls only fit if each gives its pages back. */
    @Test
    void leavesNoMemoryBehind() {
        try (var plugin = Plugin.builder().maxPages(70).open(manifest(START, MAIN))) {
            assertThat(plugin.callString("many", "")).isEmpty();
        }
    }

    @Test
    void mayTrapOrBeEndedLikeAnyOther() throws Exception {
        try (var plugin = Plugin.builder().timeout(Duration.ofSeconds(2)).open(manifest(START, MAIN));
                var threads = Executors.newSingleThreadExecutor()) {
            assertThatThrownBy(() -> plugin.callString("trap", "")).extracting("kind").isEqualTo(Kind.TRAP);
            TimeoutTest.assertTimeout(plugin, "endless");
            WasiTest.assertCode(plugin, "count", "", 122);
            var call = threads.submit(() -> plugin.callString("endless", ""));
            while (!call.isDone()) {
                plugin.cancel();
            }
            assertThatThrownBy(call::get).hasCauseInstanceOf(PluginException.class);
            WasiTest.assertCode(plugin, "count", "", 122);
        }
    }

    /** The program's instance is made when everything that was there has been told already. */
    @Test
    void knowsThatItsCallWasCancelledBeforeItBegan() {
        var plugins = new ArrayList<Plugin>();
        var cancel = HostFunction.ofString("cancel", (current, text) -> {
            plugins.getFirst().cancel();
            return "";
        });
        try (var plugin = Plugin.builder().hostFunction(cancel).open(manifest(START, """
                (module
                  (import "counter" "endless" (func $endless))
                  (import "extism:host/user" "cancel" (func $cancel (param i64) (result i64)))
                  (func (export "f") (drop (call $cancel (i64.const 0))) (call $endless)))
                """))) {
            plugins.add(plugin);
            assertThatThrownBy(() -> plugin.callString("f", "")).extracting("kind").isEqualTo(Kind.CANCELLED);
        }
    }

    /** Where an instance is made, or given up, with no stack left, its pages come back all the same. */
    @Test
    void leavesNoMemoryBehindAtTheEndOfTheStack() throws Exception {
        try (var plugin = Plugin.builder().maxPages(70).open(manifest(START, MAIN.replaceFirst("\\(module", """
                (module
                  (import "extism:host/env" "input_load_u8" (func \\$byte (param i64) (result i32)))
                  (import "extism:host/env" "input_load_u64" (func \\$word (param i64) (result i64)))
                """).replace("(func (export \"many\")", """
                (func $down (param $depth i64)
                  (if (i64.eqz (local.get $depth))
                    (then (if (call $byte (i64.const 8)) (then (drop (call $count (i32.const 0) (i64.const 0))))))
                    (else (call $down (i64.sub (local.get $depth) (i64.const 1))))))
                (func (export "down") (call $down (call $word (i64.const 0))))
                (func (export "many")""")))) {
            assertThat(plugin.callString("many", "")).isEmpty();
            var task = new FutureTask<>(() -> {
                var depth = 500;
                while (fits(plugin, depth, 0)) {
                    depth += 500;
                }
                // At each depth the stack ends in another place of what makes an instance and gives it up.
                for (var successes = 0; successes < 50; depth -= 2) {
                    assertThat(depth).as("the stack ends somewhere").isPositive();
                    if (depth % 20 == 0) {
                        assertThat(plugin.callString("many", "")).isEmpty();
                    }
                    successes += fits(plugin, depth, 1) ? 1 : 0;
                }
                return 0;
            });
            new Thread(null, task, "small stack", 400 << 10).start();
            task.get();
            assertThat(plugin.callString("many", "")).isEmpty();
        }
    }

    private static boolean fits(Plugin plugin, int depth, int counts) {
        try {
            plugin.call("down", ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(depth).put((byte) counts)
                    .array());
            return true;
        } catch (PluginException e) {
            assertThat(e).hasMessageContaining("recurses too deep");
            return false;
        }
    }

    @Test
    void givesFunctionsOnly() {
        var main = """
                (module
                  (import "counter" "memory" (memory 1))
                  (import "counter" "calls" (global $calls (mut i32)))
                  (func (export "f") (result i32) (global.get $calls)))
                """;
        assertThatThrownBy(() -> Plugin.builder().compile(manifest(START, main))).isInstanceOf(LinkException.class)
                .hasMessageContaining("\"counter\" \"memory\"").hasMessageContaining("\"counter\" \"calls\"")
                .hasMessageContaining("begins afresh");
        try (var plugin = Plugin.builder().open(manifest("", main))) {
            assertThat(plugin.callString("f", "")).isEmpty();
        }
    }

    @Test
    void returnsSeveralResults() {
        try (var plugin = Plugin.builder().open(manifest(START, """
                (module
                  (import "counter" "two" (func $two (result i64 f64)))
                  (func (export "two") (result i32) (local $second f64)
                    (call $two)
                    (local.set $second)
                    (i32.add (i32.wrap_i64) (i32.mul (i32.const 10) (i32.trunc_f64_s (local.get $second))))))
                """))) {
            WasiTest.assertCode(plugin, "two", "", 65);
        }
    }

    /** The library that a program imports from is the plug-in's, and stays. */
    @Test
    void mayItselfImportFromALibrary() {
        var library = Guests.wat("""
                (module
                  (global $calls (mut i32) (i32.const 0))
                  (func (export "next") (result i32)
                    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                    (global.get $calls)))
                """);
        var program = Guests.wat("""
                (module
                  (import "library" "next" (func $next (result i32)))
                  (global $calls (mut i32) (i32.const 0))
                  (func (export "_start"))
                  (func (export "next") (result i32)
                    (global.set $calls (i32.add (global.get $calls) (i32.const 10)))
                    (i32.add (call $next) (global.get $calls))))
                """);
        var main = Guests.wat("""
                (module
                  (import "program" "next" (func $next (result i32)))
                  (func (export "next") (result i32) (call $next)))
                """);
        var compiled = CompiledPlugin.compile(Manifest.of(WasmSource.data(library).named("library"),
                WasmSource.data(program).named("program"), WasmSource.data(main)));
        try (var one = compiled.instantiate(); var two = compiled.instantiate()) {
            WasiTest.assertCode(one, "next", "", 11);
            WasiTest.assertCode(one, "next", "", 12);
            WasiTest.assertCode(two, "next", "", 11);
        }
    }
}

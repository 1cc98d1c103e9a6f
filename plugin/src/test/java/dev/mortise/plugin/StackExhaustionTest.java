package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that runs out of stack while the host works for it leaves the host whole. */
class StackExhaustionTest {

    /** Recurses for ever; at each depth it makes one call to the host, which may be the one that finds no more stack. */
    private static final String DEEP = """
            (module
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "free" (func $free (param i64)))
              (import "extism:host/env" "length" (func $length (param i64) (result i64)))
              (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
              (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
              (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
              (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
              (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
              (import "extism:host/env" "log_error" (func $log_error (param i64)))
              (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
              (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (import "extism:host/user" "reverse" (func $reverse (param i64) (result i64)))
              (memory (export "memory") 1 3)
              (func $key (result i64) (local i64)
                (call $store_u64 (local.tee 0 (call $alloc (i64.const 8))) (i64.const 0x6b6b6b6b6b6b6b6b))
                (local.get 0))
              (func $work
                WORK)
              (func $deep (call $work) (call $deep) (call $work))
              (func (export "deep") (call $deep))
              (func (export "work") (call $work))
              (func (export "reverse") (local i64)
                (local.set 0 (call $reverse (call $input_offset)))
                (call $output_set (local.get 0) (call $length (local.get 0)))))
            """;

    @ParameterizedTest
    @ValueSource(strings = {"(drop (call $alloc (i64.const 100)))", "(drop (call $alloc (i64.const 100000)))",
        "(call $free (call $alloc (i64.const 10)))", "(drop (call $load_u64 (i64.const 64)))",
        "(drop (call $config_get (call $key)))", "(drop (call $var_get (call $key)))",
        "(call $var_set (call $key) (call $key))", "(call $log_error (call $key))",
        "(drop (call $reverse (call $key)))", "(drop (memory.grow (i32.const 1)))"})
    void leavesTheHostWhole(String work) throws Exception {
        var reverse = HostFunction.ofString("reverse",
                (plugin, text) -> new StringBuilder(text).reverse().toString());
        var module = Guests.wat(DEEP.replace("WORK", work));
        var builder = Plugin.builder().hostFunction(reverse).config("kkkkkkkk", "value").maxPages(200)
                .onLog((level, message) -> assertThat(message).isEqualTo("kkkkkkkk"));
        // Stacks of different sizes end in the middle of different calls.
        for (var kibibytes = 400; kibibytes < 440; kibibytes += 5) {
            onStackOf(kibibytes << 10, () -> {
                try (var plugin = builder.open(module)) {
                    for (var i = 0; i < 2; i++) {
                        assertThatThrownBy(() -> plugin.callString("deep", "")).cause().isInstanceOfSatisfying(
                                Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED));
                        assertThat(plugin.callString("reverse", "stop")).isEqualTo("pots");
                        assertThat(plugin.callString("work", "")).isEmpty();
                    }
                }
            });
        }
        checkRustPlugins();
    }

    /**
     * The JDK's HTTP client is loaded by the first request that is allowed, which takes stack; so this needs a JVM that
     * sent none.
     */
    @Test
    void theFirstRequestLeavesTheJvmWhole() throws Exception {
        try (var server = new LocalServer()) {
            server.serve("/", "works".getBytes(StandardCharsets.UTF_8));
            // Interpreted, frames have the same size each time.
            assertThat(ChildJvm.run(FirstRequest.class, List.of("-Xint"), server.url("/"))).containsExactly("works");
        }
    }

    /** Sends a request where the stack ends, then a little higher each time, until it works. */
    static final class FirstRequest {

        /** Frames between two tries. */
        private static final int STEP = 5;

        private final Plugin plugin = Plugin.builder().allowHost("127.0.0.1").open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
                  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
                  (import "extism:host/env" "input_length" (func $input_length (result i64)))
                  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
                  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                  (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
                  (func $request (result i64) (local $block i64) (local $i i64) (local $length i64)
                    (local.set $length (i64.sub (call $input_length) (i64.const 8)))
                    (local.set $block (call $alloc (local.get $length)))
                    (loop $next
                      (call $store_u8 (i64.add (local.get $block) (local.get $i))
                        (call $input_load_u8 (i64.add (local.get $i) (i64.const 8))))
                      (local.set $i (i64.add (local.get $i) (i64.const 1)))
                      (br_if $next (i64.lt_u (local.get $i) (local.get $length))))
                    (local.get $block))
                  (func $down (param $depth i64) (param $request i64) (result i64)
                    (if (result i64) (i64.ne (local.get $depth) (i64.const 0))
                      (then (call $down (i64.sub (local.get $depth) (i64.const 1)) (local.get $request)))
                      (else (if (result i64) (i64.eqz (local.get $request))
                        (then (i64.const 0))
                        (else (call $http_request (local.get $request) (i64.const 0)))))))
                  (func (export "return")
                    (drop (call $down (call $input_load_u64 (i64.const 0)) (i64.const 0))))
                  (func (export "send") (local $answer i64)
                    (local.set $answer (call $down (call $input_load_u64 (i64.const 0)) (call $request)))
                    (call $output_set (local.get $answer) (call $length (local.get $answer)))))
                """));
        private byte[] request = {};

        private FirstRequest() {}

        public static void main(String[] args) throws Exception {
            onStackOf(1 << 20, () -> new FirstRequest().run(args[0]));
        }

        private void run(String url) {
            setUrl("http://example.com/");
            // Links the function, for which the engine looks for stack itself.
            try {
                throw new IllegalStateException("was sent: " + call("send", 0));
            } catch (PluginException e) {
                if (e.kind() != PluginException.Kind.REFUSED) {
                    throw e;
                }
            }
            setUrl(url);
            var depth = 1_000;
            while (fits("return", depth)) {
                depth += 1_000;
            }
            var failed = 0;
            while (!fits("send", depth)) {
                depth -= STEP;
                failed++;
            }
            // And some more often, now that it works, around the edge.
            for (var i = -5; i <= 5; i++) {
                fits("send", depth + i * STEP);
            }
            System.out.println(failed > 3 ? call("send", 0) : "the edge was missed: " + failed);
        }

        private void setUrl(String url) {
            request = "{\"url\": \"%s\"}".formatted(url).getBytes(StandardCharsets.UTF_8);
        }

        private boolean fits(String function, int depth) {
            try {
                call(function, depth);
                return true;
            } catch (PluginException e) {
                if (!(e.getCause() instanceof Trap trap) || trap.kind() != Trap.Kind.STACK_EXHAUSTED) {
                    throw e;
                }
                return false;
            }
        }

        private String call(String function, int depth) {
            var input = ByteBuffer.allocate(Long.BYTES + request.length).order(ByteOrder.LITTLE_ENDIAN).putLong(depth)
                    .put(request).array();
            return new String(plugin.call(function, input), StandardCharsets.UTF_8);
        }
    }

    private static void checkRustPlugins() throws IOException {
        try (var plugin = Plugin.builder().config("vowels", "o").open(Guests.rust("count_vowels"))) {
            assertThat(plugin.callString("count_vowels", "foo")).contains("\"count\":2");
        }
    }

    private static void onStackOf(int bytes, Runnable action) throws Exception {
        var task = new FutureTask<>(action, null);
        var thread = new Thread(null, task, "small stack", bytes);
        thread.start();
        task.get();
    }
}

package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFunctionTest {

    /** Every number type, handed on as the sum. */
    private static final byte[] MIXED = Guests.wat("""
            (module
              (import "extism:host/user" "mixed" (func $mixed (param i32 i64 f32 f64) (result f64)))
              (func (export "call") (result i32)
                (i32.trunc_f64_s (call $mixed (i32.const 1) (i64.const 2) (f32.const 3.5) (f64.const 4.5)))))
            """);

    /** Passes its input's handle and sets the result as the output. */
    static final byte[] PASSING = Guests.wat("""
            (module
              (import "extism:host/user" "pass" (func $pass (param i64) (result i64)))
              (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
              (import "extism:host/env" "length" (func $length (param i64) (result i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (func $give (param i64)
                (call $output_set (local.get 0) (call $length (local.get 0))))
              (func (export "call") (call $give (call $pass (call $input_offset))))
              (func (export "call_badly") (call $give (call $pass (i64.const 12345)))))
            """);

    @FunctionalInterface
    interface Mixed {
        double add(CurrentPlugin plugin, int a, long b, float c, double d);
    }

    @FunctionalInterface
    interface WithoutPlugin {
        long call(long handle);
    }

    @Test
    @SuppressWarnings("NullAway") // callers need not check what we check
    void nullIsRefusedWithTheNameOfWhatWasNull() {
        var function = HostFunction.ofString("host_reflect", (caller, text) -> null);
        try (var plugin = Plugin.builder().hostFunction(function).open(Guests.wat("""
                (module
                  (import "extism:host/user" "host_reflect" (func $f (param i64) (result i64)))
                  (func (export "go") (drop (call $f (i64.const 0)))))
                """))) {
            assertThatThrownBy(() -> plugin.callString("go", null)).isInstanceOf(NullPointerException.class)
                    .hasMessage("input");
            assertThatThrownBy(() -> plugin.callString("go", "")).isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("host function \"host_reflect\"", "it returned null");
        }
    }

    @Test
    void takesEveryNumberType() {
        var function =
                HostFunction.of(MethodHandles.lookup(), "mixed", Mixed.class, (plugin, a, b, c, d) -> a + b + c + d);
        assertThat(function.type()).isEqualTo(
                FunctionType.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64).returning(ValueType.F64));
        assertCode(function, 11);
    }

    @Test
    void takesAMethodHandle() throws ReflectiveOperationException {
        var handle = MethodHandles.lookup().findStatic(HostFunctionTest.class, "addAll", MethodType
                .methodType(double.class, CurrentPlugin.class, int.class, long.class, float.class, double.class));
        assertCode(HostFunction.of("mixed", handle), 1011);
    }

    @SuppressWarnings("unused") // through the handle
    private static double addAll(CurrentPlugin plugin, int a, long b, float c, double d) {
        return 1000 + a + b + c + d;
    }

    /** Two results, and a reference that goes through the guest untouched. */
    @Test
    void takesASignatureKnownAtRunTimeOnly() {
        var type = FunctionType.of(ValueType.I32, ValueType.EXTERNREF).returning(ValueType.EXTERNREF, ValueType.I32);
        var seen = new ArrayList<Object>();
        var swap = HostFunction.of("swap", type, (plugin, arguments) -> {
            seen.add(plugin.memoryLength(0));
            seen.add(Arrays.asList(arguments));
            if (arguments[0] instanceof Integer number && number == 2) {
                throw new IOException("unplugged");
            }
            return new Object[]{"a reference", (Integer) arguments[0] + 41};
        });
        assertThat(swap.type()).isEqualTo(type);
        try (var plugin = Plugin.builder().hostFunction(swap).open(Guests.wat("""
                (module
                  (import "extism:host/user" "swap" (func $swap (param i32 externref) (result externref i32)))
                  (global $reference (mut externref) (ref.null extern))
                  (func $call (param i32) (result i32) (local i32)
                    (call $swap (local.get 0) (global.get $reference))
                    (local.set 1)
                    (global.set $reference)
                    (local.get 1))
                  (func (export "one") (result i32) (call $call (i32.const 1)))
                  (func (export "two") (result i32) (call $call (i32.const 2))))
                """))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("one", "")).extracting("exitCode").isEqualTo(42);
            }
            assertThat(seen).containsExactly(0L, Arrays.asList(1, null), 0L, List.of(1, "a reference"));
            assertThatThrownBy(() -> plugin.callString("two", "")).hasMessageContaining("host function \"swap\"")
                    .hasMessageContaining("unplugged").extracting("kind")
                    .isEqualTo(PluginException.Kind.HOST_FUNCTION);
        }
    }

    private static void assertCode(HostFunction function, int code) {
        try (var plugin = Plugin.builder().hostFunction(function).open(MIXED)) {
            assertThatThrownBy(() -> plugin.call("call", new byte[0])).extracting("exitCode").isEqualTo(code);
        }
    }

    @Test
    void readsAndWritesTheSharedMemory() {
        var function = HostFunction.ofString("pass", (plugin, text) -> text + " and back");
        try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
            assertThat(plugin.callString("call", "there")).isEqualTo("there and back");
            assertThat(plugin.callString("call", "")).isEqualTo(" and back");
        }
    }

    @FunctionalInterface
    interface Handles {
        long call(CurrentPlugin plugin, long handle);
    }

    @Test
    void seesTheBlocksOfThePluginThatCalls() {
        var lengths = new ArrayList<Long>();
        var function = HostFunction.of(MethodHandles.lookup(), "pass", Handles.class, (plugin, handle) -> {
            lengths.add(plugin.memoryLength(handle));
            plugin.memoryOverwrite(handle, new byte[]{'X'});
            var answer = plugin.memoryAlloc(2);
            plugin.memoryOverwrite(answer, plugin.memoryRead(handle));
            lengths.add(plugin.memoryLength(answer));
            plugin.memoryFree(handle);
            lengths.add(plugin.memoryLength(handle));
            assertThat(plugin.memoryAlloc(0)).isZero();
            assertThat(plugin.memoryWrite(new byte[0])).isZero();
            assertThat(plugin.memoryReadString(plugin.memoryWriteString("é"))).isEqualTo("é");
            return answer;
        });
        try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
            assertThat(plugin.callString("call", "ab")).isEqualTo("Xb");
            assertThat(lengths).containsExactly(2L, 2L, 0L);
        }
    }

    @Test
    void reportsABadHandle() {
        var function = HostFunction.ofBytes("pass", (plugin, bytes) -> bytes);
        try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
            assertThatThrownBy(() -> plugin.callString("call_badly", ""))
                    .isInstanceOfSatisfying(PluginException.class,
                            e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.HOST_FUNCTION))
                    .hasMessageContaining("host function \"pass\"")
                    .hasMessageContaining("invalid handle offset for host function argument: 12345");
            assertThat(plugin.callString("call", "next")).isEqualTo("next");
        }
    }

    @Test
    void reportsWhatAHostFunctionThrows() {
        for (var thrown : List.of(new IllegalStateException("out of order"), new IOException("unplugged"),
                new IndexOutOfBoundsException("5"), new ArithmeticException("/ by zero"),
                new AssertionError("never"))) {
            var function = HostFunction.ofBytes("pass", (plugin, bytes) -> {
                if (bytes.length == 0) {
                    return bytes;
                }
                throw sneaky(thrown);
            });
            try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
                assertThatThrownBy(() -> plugin.callString("call", "x"))
                        .isInstanceOfSatisfying(PluginException.class, e -> {
                            assertThat(e.kind()).isEqualTo(PluginException.Kind.HOST_FUNCTION);
                            assertThat(e).hasCause(thrown).hasMessageContaining("\"pass\"")
                                    .hasMessageContaining(thrown.getMessage());
                        });
                assertThat(plugin.callString("call", "")).isEmpty();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void reportsThatTheLogThrew() throws IOException {
        var builder = Plugin.builder().onLog((level, message) -> {
            throw new IllegalStateException("disk full");
        });
        try (var plugin = builder.open(Guests.rust("log"))) {
            assertThatThrownBy(() -> plugin.callString("log_all", "x"))
                    .isInstanceOfSatisfying(PluginException.class,
                            e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.HOST_FUNCTION))
                    .hasMessageContaining("disk full");
        }
    }

    @Test
    void mayNotCallThePluginThatIsCalling() {
        var plugins = new ArrayList<Plugin>();
        var function = HostFunction.ofString("pass", (current, text) -> plugins.getFirst().callString("call", text));
        try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
            plugins.add(plugin);
            assertThatThrownBy(() -> plugin.callString("call", "x")).isInstanceOf(PluginException.class).cause()
                    .isInstanceOfSatisfying(PluginException.class,
                            e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.IN_USE))
                    .hasMessageStartingWith("cannot make reentrant calls into plugin");
        }
    }

    @Test
    void mayCallAnotherPlugin() throws IOException {
        try (var inner = Plugin.open(Guests.rust("echo"))) {
            var function = HostFunction.ofString("pass", (current, text) -> inner.callString("echo", text + "!"));
            try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
                assertThat(plugin.callString("call", "x")).isEqualTo("x!");
            }
        }
    }

    @Test
    void servesSeveralPluginsAtOnce() {
        var function = HostFunction.ofString("pass", (plugin, text) -> text + "?");
        var builder = Plugin.builder().hostFunction(function);
        try (var one = builder.open(PASSING); var two = builder.open(PASSING)) {
            assertThat(one.callString("call", "one")).isEqualTo("one?");
            assertThat(two.callString("call", "two")).isEqualTo("two?");
            assertThat(one.callString("call", "1")).isEqualTo("1?");
        }
    }

    @Test
    void livesInAnyNamespaceButExtismsOwn() {
        var function = HostFunction.ofString("hello", (plugin, text) -> text);
        assertThat(function.namespace()).isEqualTo("extism:host/user");
        var module = Guests
                .wat("(module (import \"my:own\" \"hello\" (func (param i64) (result i64))) (func (export \"f\")))");
        try (var plugin = Plugin.builder().hostFunction(function.inNamespace("my:own")).open(module)) {
            assertThat(plugin.callString("f", "")).isEmpty();
        }
        var builder = Plugin.builder().hostFunction(function);
        assertThatThrownBy(() -> builder.hostFunction(function.inNamespace("extism:host/env")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("extism:host/env");
        assertThatThrownBy(() -> builder.hostFunction(function)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }

    /** What {@link Object} implements is nothing that a lambda would have to. */
    @FunctionalInterface
    interface Documented {
        long call(CurrentPlugin plugin, long handle);

        @Override
        boolean equals(Object other);
    }

    @Test
    void takesAnInterfaceThatDocumentsEquals() {
        var function = HostFunction.of(MethodHandles.lookup(), "pass", Documented.class,
                (plugin, handle) -> plugin.memoryWriteString("it is " + plugin.memoryReadString(handle)));
        try (var plugin = Plugin.builder().hostFunction(function).open(PASSING)) {
            assertThat(plugin.callString("call", "me")).isEqualTo("it is me");
        }
    }

    @Test
    void refusesOtherShapes() {
        assertThatThrownBy(() -> HostFunction.of(MethodHandles.lookup(), "f", WithoutPlugin.class, handle -> handle))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("CurrentPlugin");
        assertThatThrownBy(() -> HostFunction.of("f", Handles.class, (plugin, handle) -> handle))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("lookup");
        assertThatThrownBy(() -> HostFunction.of("f", String.class, "x"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("one abstract method");
        var wrongType = MethodHandles.empty(MethodType.methodType(void.class, CurrentPlugin.class, short.class));
        assertThatThrownBy(() -> HostFunction.of("f", wrongType)).isInstanceOf(IllegalArgumentException.class);
    }
}

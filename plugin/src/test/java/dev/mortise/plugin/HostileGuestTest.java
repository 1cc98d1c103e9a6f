package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plug-in may try against its host, beside what the tests of each part try. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileGuestTest {

    private static final String[] FUNCTIONS = {"alloc (param i64) (result i64)", "free (param i64)",
        "length (param i64) (result i64)", "length_unsafe (param i64) (result i64)",
        "load_u8 (param i64) (result i32)", "load_u64 (param i64) (result i64)", "store_u8 (param i64 i32)",
        "store_u64 (param i64 i64)", "input_offset (result i64)", "input_length (result i64)",
        "input_load_u8 (param i64) (result i32)", "input_load_u64 (param i64) (result i64)",
        "input_set (param i64 i64)", "output_set (param i64 i64)", "output_offset (result i64)",
        "output_length (result i64)", "error_set (param i64)", "error_get (result i64)", "reset",
        "memory_bytes (result i64)", "config_get (param i64) (result i64)", "var_get (param i64) (result i64)",
        "var_set (param i64 i64)", "http_request (param i64 i64) (result i64)", "http_status_code (result i32)",
        "http_headers (result i64)", "log_trace (param i64)", "log_debug (param i64)", "log_info (param i64)",
        "log_warn (param i64)", "log_error (param i64)", "get_log_level (result i32)"};

    private static final long[] NUMBERS = {0, 1, 63, 64, 65, 77, 80, 65_528, 65_529, 65_535, 65_536, 65_537,
        Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 64, Long.MAX_VALUE, Long.MIN_VALUE, -64,
        -8, -1};

    @TempDir
    private Path folder;
    private Path granted;
    private Path other;

    @BeforeEach
    void makeFolders() throws Exception {
        granted = Files.createDirectory(folder.resolve("granted"));
        other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(folder.resolve("secret"), "secret");
    }

    /** JUnit tells of each link that it finds and that leads out of the folder. */
    @AfterEach
    void removeLinks() throws Exception {
        List<Path> links;
        try (var all = Files.walk(granted)) {
            links = all.filter(Files::isSymbolicLink).toList();
        }
        for (var link : links) {
            Files.delete(link);
        }
    }

    /** Calls each function with the numbers at 0 and 8 of the input, and a block of its own in use. */
    private static byte[] calling(String[] functions) {
        var module = new StringBuilder("(module\n");
        for (var function : functions) {
            module.append("(import \"extism:host/env\" \"%s\" (func $%1$s %s))\n".formatted(name(function),
                    function.substring(name(function).length())));
        }
        for (var function : functions) {
            var numbers = function.replaceAll(".*\\(param ([a-z0-9 ]+)\\).*|.*", "$1").split(" ");
            var arguments = new StringBuilder();
            for (var i = 0; i < numbers.length; i++) {
                var number = "(call $input_load_u64 (i64.const %d))".formatted(8 * i);
                arguments.append(switch (numbers[i]) {
                    case "i64" -> number;
                    case "i32" -> "(i32.wrap_i64 " + number + ")";
                    default -> "";
                });
            }
            var call = "(call $" + name(function) + arguments + ")";
            module.append("(func (export \"%s\") (drop (call $alloc (i64.const 40))) %s)\n".formatted(name(function),
                    function.contains("result") ? "(drop " + call + ")" : call));
        }
        return Guests.wat(module.append("(func (export \"echo\") (call $output_set (call $input_offset) "
                + "(call $input_length))))").toString());
    }

    private static String name(String function) {
        return (function + " ").substring(0, (function + " ").indexOf(' '));
    }

    @Test
    void passesEveryNumberToEveryFunction() {
        var refused = 0;
        try (var plugin = Plugin.builder().maxPages(1000).onLog((level, text) -> {
        }).open(calling(FUNCTIONS))) {
            for (var function : FUNCTIONS) {
                for (var first : NUMBERS) {
                    for (var second : function.contains("i64 i") ? NUMBERS : new long[]{0}) {
                        try {
                            plugin.call(name(function), ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(first).putLong(second).array());
                        } catch (PluginException e) {
                            assertThat(e.kind()).as("%s %d %d", function, first, second).isIn(Kind.REFUSED,
                                    Kind.PLUGIN_ERROR);
                            refused++;
                        }
                    }
                }
                assertThat(plugin.callString("echo", "still here")).as(function).isEqualTo("still here");
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    /** With no room to grow, so that freed blocks are given out again. */
    @Test
    void freesTwice() {
        try (var plugin = Plugin.builder().maxPages(1).open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "free" (func $free (param i64)))
                  (func (export "same") (result i32) (local $freed i64) (local $first i64)
                    (local.set $freed (call $alloc (i64.const 30000)))
                    (drop (call $alloc (i64.const 30000)))
                    (call $free (local.get $freed))
                    (call $free (local.get $freed))
                    (local.set $first (call $alloc (i64.const 30000)))
                    (if (i64.ne (local.get $first) (local.get $freed)) (then (return (i32.const 2))))
                    (i64.eq (local.get $first) (call $alloc (i64.const 30000)))))
                """))) {
            assertThat(plugin.callString("same", "")).isEmpty();
        }
    }

    /** The last word of what failed for want of memory: its own, the kernel's, in this call or an earlier one. */
    @Test
    void givesUpForWantOfMemory() {
        try (var plugin = Plugin.builder().maxPages(50).wasi().open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
                  (memory (export "memory") 1)
                  (func (export "memory_then_trap") (drop (memory.grow (i32.const 60))) unreachable)
                  (func (export "alloc_then_trap") (drop (call $alloc (i64.const 9000000))) unreachable)
                  (func (export "huge_then_trap") (drop (call $alloc (i64.const -1))) unreachable)
                  (func (export "memory_then_exit") (drop (memory.grow (i32.const -1))) (call $proc_exit (i32.const 2)))
                  (func (export "memory_then_other_trap") (drop (memory.grow (i32.const 60)))
                    (drop (i32.load (i32.const -1))))
                  (func (export "memory_then_nothing") (drop (memory.grow (i32.const 60))))
                  (func (export "trap") unreachable))
                """))) {
            for (var name : new String[]{"memory_then_trap", "alloc_then_trap", "huge_then_trap"}) {
                assertThatThrownBy(() -> plugin.callString(name, "")).hasMessageStartingWith("oom: ")
                        .hasMessageContaining("of the 50 that it may have, 2 are in use").extracting("kind")
                        .isEqualTo(Kind.OUT_OF_MEMORY);
            }
            assertThatThrownBy(() -> plugin.callString("memory_then_exit", "")).hasMessageContaining("in vain")
                    .extracting("kind").isEqualTo(Kind.EXIT_CODE);
            assertThatThrownBy(() -> plugin.callString("memory_then_other_trap", "")).hasMessageContaining("in vain")
                    .extracting("kind").isEqualTo(Kind.TRAP);
            assertThat(plugin.callString("memory_then_nothing", "")).isEmpty();
            assertThatThrownBy(() -> plugin.callString("trap", "")).hasMessageNotContaining("in vain")
                    .extracting("kind").isEqualTo(Kind.TRAP);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -1})
    void declaresGigabytesItsOutput(long length) {
        try (var plugin = Plugin.open(calling(FUNCTIONS))) {
            var output = plugin.call("output_set", ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(64)
                    .putLong(length).array());
            assertThat(output).isEmpty();
        }
    }

    /** Nothing of the flood is kept: it goes to whoever takes it, on the plug-in's own time. */
    @Test
    void floodsTheLog() {
        var bytes = new AtomicLong();
        var builder = Plugin.builder().timeout(Duration.ofMillis(500)).maxPages(40)
                .onLog((level, text) -> bytes.addAndGet(text.length()));
        try (var plugin = builder.open(Guests.wat("""
                (module
                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                  (import "extism:host/env" "log_error" (func $log_error (param i64)))
                  (func (export "flood") (local $message i64)
                    (loop $again
                      (call $log_error (local.tee $message (call $alloc (i64.const 1000000))))
                      (br_if $again (i64.ne (local.get $message) (i64.const 0))))
                    unreachable))
                """))) {
            for (var i = 0; i < 2; i++) {
                bytes.set(0);
                TimeoutTest.assertTimeout(plugin, "flood");
                assertThat(bytes).hasPositiveValue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "//etc/passwd", "../../../../../../../../../../etc/passwd", "../secret",
        "./../secret", "..//secret", "folder/../../secret", "folder/./.././../secret", "file/../../secret", "..",
        "link_to_secret", "link_to_passwd", "link_to_root/etc/passwd", "link_to_parent/secret", "chain",
        "folder/link_up", "circle", "../granted/../secret", "/proc/self/root/etc/passwd"})
    void looksForThePasswordsOfTheHost(String path) throws Exception {
        Files.createDirectory(granted.resolve("folder"));
        Files.writeString(granted.resolve("file"), "granted");
        Files.createSymbolicLink(granted.resolve("link_to_secret"), Path.of("../secret"));
        Files.createSymbolicLink(granted.resolve("link_to_passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(granted.resolve("link_to_root"), Path.of("/"));
        Files.createSymbolicLink(granted.resolve("link_to_parent"), folder);
        Files.createSymbolicLink(granted.resolve("chain"), Path.of("link_to_secret"));
        Files.createSymbolicLink(granted.resolve("folder/link_up"), Path.of("../../secret"));
        Files.createSymbolicLink(granted.resolve("circle"), Path.of("circle"));
        try (var plugin = Plugin.builder().wasi().allowPath(granted.toString(), "/").open(WasiGuest.MODULE)) {
            assertThat(plugin.callString("read", "folder/../file")).isEqualTo("granted");
            for (var function : new String[]{"read", "write"}) {
                assertThatThrownBy(() -> plugin.callString(function, path)).isInstanceOfSatisfying(
                        PluginException.class, e -> assertThat(e.kind()).isEqualTo(Kind.EXIT_CODE));
            }
        }
        assertThat(folder.resolve("secret")).hasContent("secret");
    }

    @Test
    void movesAFileFromOneGrantToAnother() throws Exception {
        Files.writeString(granted.resolve("file"), "mine");
        var builder = Plugin.builder().wasi().allowPath(granted.toString(), "/a").allowPath("ro:" + other, "/b");
        try (var plugin = builder.open(WasiGuest.MODULE)) {
            assertThatThrownBy(() -> plugin.callString("rename_across", "file")).extracting("exitCode")
                    .isIn(WasiGuest.EXDEV, WasiGuest.EROFS);
        }
        try (var plugin = Plugin.builder().wasi().allowPath(granted.toString(), "/a")
                .allowPath(other.toString(), "/b").open(WasiGuest.MODULE)) {
            WasiTest.assertCode(plugin, "rename_across", "file", WasiGuest.EXDEV);
        }
        assertThat(granted.resolve("file")).hasContent("mine");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void opensFilesUntilItIsRefused() throws Exception {
        Files.writeString(granted.resolve("file"), "here");
        var compiled = Plugin.builder().wasi().allowPath(granted.toString(), "/").compile(WasiGuest.MODULE);
        try (var plugin = compiled.instantiate(); var neighbour = compiled.instantiate()) {
            for (var i = 0; i < 5; i++) {
                WasiTest.assertCode(plugin, "open_until_refused", "file", WasiGuest.EMFILE);
                WasiTest.assertCode(plugin, "read", "file", WasiGuest.EMFILE);
                assertThat(neighbour.callString("read", "file")).isEqualTo("here");
                plugin.reset();
                assertThat(plugin.callString("read", "file")).isEqualTo("here");
            }
        }
    }

    @Test
    void comesBackByWayOfAnotherPlugin() {
        var plugins = new ArrayList<Plugin>();
        var there = HostFunction.ofString("pass", (current, text) -> plugins.getLast().callString("call", text));
        var back = HostFunction.ofString("pass", (current, text) -> plugins.getFirst().callString("call", text));
        try (var one = Plugin.builder().hostFunction(there).open(HostFunctionTest.PASSING);
                var two = Plugin.builder().hostFunction(back).open(HostFunctionTest.PASSING)) {
            plugins.add(one);
            plugins.add(two);
            assertThatThrownBy(() -> one.callString("call", "x")).rootCause()
                    .hasMessageStartingWith("cannot make reentrant calls into plugin");
        }
    }

    /** The neighbour is called while the plug-in beside it, of the same compiled code, is in one trouble or another. */
    @Test
    void nobodyElseNotices() throws Exception {
        var fail = HostFunction.ofString("fail", (current, text) -> {
            throw new IllegalStateException("as asked");
        });
        var compiled = Plugin.builder().hostFunction(fail).maxPages(50)
                .maxVarBytes(1000).compile(Guests
                        .wat("""
                                (module
                                  (import "extism:host/user" "fail" (func $fail (param i64) (result i64)))
                                  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                                  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
                                  (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                                  (import "extism:host/env" "input_length" (func $input_length (result i64)))
                                  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
                                  (import "extism:host/env" "error_set" (func $error_set (param i64)))
                                  (memory 1)
                                  (func (export "trap") unreachable)
                                  (func (export "endless") (loop $again (br $again)))
                                  (func $deep (export "deep") (call $deep))
                                  (func (export "memory") (drop (memory.grow (i32.const 40))) (drop (memory.grow (i32.const 40)))
                                    unreachable)
                                  (func (export "alloc") (loop $again
                                    (br_if $again (i64.ne (call $alloc (i64.const 100000)) (i64.const 0)))) unreachable)
                                  (func (export "vars") (call $var_set (call $alloc (i64.const 1)) (call $alloc (i64.const 2000))))
                                  (func (export "fail") (drop (call $fail (i64.const 0))))
                                  (func (export "error") (call $error_set (call $input_offset)))
                                  (func (export "code") (result i32) (i32.const 9))
                                  (func (export "echo") (call $output_set (call $input_offset) (call $input_length))))
                                """));
        var troubles = new String[]{"trap", "endless", "deep", "memory", "alloc", "vars", "fail", "error", "code"};
        try (var threads = Executors.newFixedThreadPool(2); var victim = compiled.instantiate();
                var neighbour = compiled.instantiate()) {
            for (var round = 0; round < 3; round++) {
                for (var trouble : troubles) {
                    var call = threads.submit(() -> victim.callString(trouble, "own words"));
                    for (var i = 0; i < 10 || !call.isDone(); i++) {
                        assertThat(neighbour.callString("echo", trouble + i)).isEqualTo(trouble + i);
                        if (trouble.equals("endless")) {
                            victim.cancel();
                        }
                    }
                    assertThatThrownBy(call::get).as(trouble).hasCauseInstanceOf(PluginException.class);
                    assertThat(victim.call("echo", trouble.getBytes(StandardCharsets.UTF_8))).asString()
                            .isEqualTo(trouble);
                }
            }
        }
    }
}

package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasi.GuestClock;
import dev.mortise.wasi.MemoryFileSystem;
import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.LinkException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plug-in gets through WASI, and how it ends by it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WasiTest {

    @TempDir
    private Path folder;

    @Test
    void isRefusedUnlessTheHostAllowsIt() {
        assertThatThrownBy(() -> Plugin.open(Guests.rust("wasi_hello"))).isInstanceOf(LinkException.class)
                .hasMessageContaining("the plug-in needs WASI (wasi_snapshot_preview1.")
                .hasMessageContaining("wasi_snapshot_preview1.fd_write")
                .hasMessageContaining("Plugin.builder().wasi()");
    }

    @ParameterizedTest
    @CsvSource({"wasi_snapshot_preview1, fly, (func), none of the functions of WASI",
        "wasi_snapshot_preview1, fd_close, (func), but in WASI that is (i32) -> (i32)",
        "wasi_snapshot_preview1, fd_close, (memory 1), but in WASI that is (i32) -> (i32)",
        "wasi_next, fd_close, (func), none of the functions of WASI"})
    void refusesWhatWasiDoesNotHave(String namespace, String name, String type, String complaint) {
        var module = Guests.wat("(module (import \"%s\" \"%s\" %s))".formatted(namespace, name, type));
        assertThatThrownBy(() -> Plugin.builder().wasi().open(module)).isInstanceOf(LinkException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void printsWhereTheHostSays() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var plugin = Plugin.builder().wasi(wasi -> wasi.stdout(out)).open(Guests.rust("wasi_hello"))) {
            assertThat(plugin.callString("hello", "you")).isEqualTo("Hello, you!");
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("printing needs WASI\n");
        }
    }

    @Test
    void givesNothingByItself() {
        try (var plugin = Plugin.builder().wasi().open(WasiGuest.MODULE)) {
            assertThat(plugin.call("surroundings", new byte[0])).containsOnly(0);
            assertCode(plugin, "read", "x", 8);
            assertThat(plugin.callString("print", "to nowhere")).isEmpty();
            var now = Instant.ofEpochSecond(0, number(plugin.call("time", new byte[0])));
            assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofMinutes(10));
            assertThat(plugin.call("random", new byte[0])).isNotEqualTo(plugin.call("random", new byte[0]));
        }
    }

    @Test
    void reachesTheFoldersThatAreAllowed() throws Exception {
        Files.writeString(folder.resolve("greeting"), "hello");
        try (var plugin = Plugin.builder().wasi().allowPath(folder.toString(), "/data").open(WasiGuest.MODULE)) {
            assertThat(plugin.callString("read", "greeting")).isEqualTo("hello");
            assertThat(plugin.callString("write", "answer")).isEmpty();
            assertThat(folder.resolve("answer")).hasContent("guest!");
            assertCode(plugin, "read", "missing", WasiGuest.ENOENT);
        }
    }

    @Test
    void readsButDoesNotWriteAFolderToReadOnly() throws Exception {
        Files.writeString(folder.resolve("greeting"), "hello");
        var manifest = Manifest.builder().wasm(WasmSource.data(WasiGuest.MODULE))
                .allowPath("ro:" + folder, "/data").build();
        try (var plugin = Plugin.builder().wasi().open(manifest)) {
            assertThat(plugin.callString("read", "greeting")).isEqualTo("hello");
            assertCode(plugin, "write", "answer", WasiGuest.EROFS);
            assertCode(plugin, "write", "greeting", WasiGuest.EROFS);
        }
        assertThat(folder.resolve("answer")).doesNotExist();
        assertThat(folder.resolve("greeting")).hasContent("hello");
    }

    @Test
    void grantsFoldersInTheOrderInWhichTheyStand() throws Exception {
        var builder = Plugin.builder().wasi();
        for (var name : new String[]{"z", "a", "k"}) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("file"), name);
        }
        var manifest = Manifest.builder().wasm(WasmSource.data(WasiGuest.MODULE))
                .allowPath(folder.resolve("z").toString(), "/z").allowPath(folder.resolve("a").toString(), "/a")
                .build();
        try (var plugin = builder.allowPath(folder.resolve("k").toString(), "/k").open(manifest)) {
            assertThat(plugin.callString("read", "file")).isEqualTo("z");
        }
    }

    @ParameterizedTest
    @CsvSource({"/data, /data", "/data/, /data", "//data, /./data/.", ".//, .", "/, /."})
    void ofSeveralFoldersAtOnePlaceTheLastCounts(String first, String second) throws Exception {
        for (var name : new String[]{"a", "b"}) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("file"), name);
        }
        var one = Plugin.builder().wasi().allowPath(folder.resolve("a").toString(), first)
                .allowPath(folder.resolve("b").toString(), second);
        var both = Plugin.builder().wasi().allowPath(folder.resolve("b").toString(), second);
        var manifest = Manifest.builder().wasm(WasmSource.data(WasiGuest.MODULE))
                .allowPath(folder.resolve("a").toString(), first);
        var merged = Manifest.builder().allowPath(folder.resolve("b").toString(), second);
        for (var plugin : List.of(one.open(WasiGuest.MODULE), both.open(manifest.build()), Plugin.builder().wasi()
                .open(merged.merge(manifest.build()).allowPath(folder.resolve("b").toString(), second).build()))) {
            assertThat(plugin.callString("read", "file")).isEqualTo("b");
            assertThat(plugin.call("descriptor", bytes("file"))).as("3 is the only folder").containsExactly(5);
            plugin.close();
        }
    }

    @Test
    void givesOneFolderAtSeveralPlaces() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        try (var plugin = Plugin.builder().wasi().allowPath(folder.toString(), "/a").allowPath(folder.toString(), "/b")
                .open(WasiGuest.MODULE)) {
            assertThat(plugin.call("descriptor", bytes("file"))).as("3 and 4 are folders").containsExactly(5);
        }
    }

    @Test
    void saysWhichFolderIsMissing() {
        var missing = folder.resolve("missing").toString();
        assertThatThrownBy(() -> Plugin.builder().wasi().allowPath(missing, "/data").compile(WasiGuest.MODULE))
                .isInstanceOf(ManifestException.class).hasMessageContaining("allowed_paths." + missing);
        assertThatThrownBy(() -> Plugin.builder().wasi().allowPath(folder.toString(), "").compile(WasiGuest.MODULE))
                .isInstanceOf(ManifestException.class).hasMessageContaining("the guest's path");
        assertThatThrownBy(() -> Plugin.builder().wasi().allowPath("ro:" + folder, "/../x").compile(WasiGuest.MODULE))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("the guest's path \"/../x\" must not have \"..\" in it");
        Plugin.builder().wasi().allowPath("ro:" + folder + "/..", folder + "/..").open(WasiGuest.MODULE).close();
        // Whoever does not use WASI does not use the folder either.
        Plugin.builder().wasi().allowPath(missing, "/data").open(Guests.wat("(module)")).close();
    }

    @Test
    void saysThatAFolderHasGone() throws Exception {
        var gone = Files.createDirectory(folder.resolve("gone"));
        try (var plugin = Plugin.builder().wasi().allowPath(gone.toString(), "/data").open(WasiGuest.MODULE)) {
            Files.delete(gone);
            assertThatThrownBy(() -> plugin.callString("print", "")).hasMessageContaining("/data")
                    .hasMessageContaining("through WASI").extracting("kind").isEqualTo(Kind.HOST_FUNCTION);
            Files.createDirectory(gone);
            assertThat(plugin.callString("print", "")).isEmpty();
        }
    }

    @Test
    void isSetUpAsTheHostSays() throws Exception {
        var out = new ByteArrayOutputStream();
        var start = Instant.parse("2026-01-02T03:04:05Z");
        var builder = Plugin.builder().wasi(wasi -> wasi.stdout(out).clock(GuestClock.fixed(start)))
                .wasi(wasi -> wasi.seededRandom(7).directory(MemoryFileSystem.create(), "/tmp"));
        try (var one = builder.open(WasiGuest.MODULE); var two = builder.open(WasiGuest.MODULE)) {
            assertThat(one.callString("print", "printed")).isEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("printed");
            assertThat(number(one.call("time", new byte[0]))).isEqualTo(start.getEpochSecond() * 1_000_000_000L);
            assertThat(one.call("random", new byte[0])).isEqualTo(two.call("random", new byte[0]));
            assertThat(one.callString("write", "file")).isEmpty();
            assertThat(one.callString("read", "file")).isEqualTo("guest!");
            assertCode(two, "read", "file", WasiGuest.ENOENT);
        }
    }

    @Test
    void reportsThatItsSetUpFailed() {
        var failure = new IllegalStateException("no disk");
        Plugin.Builder builder = Plugin.builder().wasi(wasi -> {
            throw failure;
        });
        try (var plugin = builder.open(WasiGuest.MODULE)) {
            assertThatThrownBy(() -> plugin.callString("print", "")).hasCause(failure).extracting("kind")
                    .isEqualTo(Kind.HOST_FUNCTION);
        }
    }

    @Test
    void isClosedWithThePlugin() throws Exception {
        var sockets = new ArrayList<ServerSocketChannel>();
        var builder = Plugin.builder().wasi(wasi -> sockets.add(give(wasi)));
        var plugin = builder.open(WasiGuest.MODULE);
        assertThat(sockets).as("before the first call").isEmpty();
        plugin.callString("print", "");
        plugin.callString("print", "");
        assertThat(sockets).singleElement().matches(ServerSocketChannel::isOpen);
        plugin.reset();
        assertThat(sockets).singleElement().matches(socket -> !socket.isOpen());
        plugin.callString("print", "");
        assertThat(sockets).hasSize(2).last().matches(ServerSocketChannel::isOpen);
        plugin.close();
        assertThat(sockets).hasSize(2).noneMatch(ServerSocketChannel::isOpen);
    }

    private static ServerSocketChannel give(Wasi.Builder wasi) {
        try {
            var socket = ServerSocketChannel.open();
            wasi.socket(socket);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in Extism, where the whole store is made anew. */
    @Test
    void beginsAfreshAfterAProgram() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        try (var plugin = Plugin.builder().wasi().allowPath(folder.toString(), "/").open(WasiGuest.MODULE)) {
            assertThat(plugin.call("descriptor", bytes("file"))).containsExactly(4);
            assertThat(plugin.call("descriptor", bytes("file"))).containsExactly(5);
            assertCode(plugin, "calls", "", 1);
            assertCode(plugin, "calls", "", 2);
            plugin.callString("_start", "");
            assertCode(plugin, "calls", "", 1);
            assertThat(plugin.call("descriptor", bytes("file"))).containsExactly(4);
        }
    }

    @Test
    void mayEndItself() {
        try (var plugin = Plugin.builder().wasi().open(WasiGuest.MODULE)) {
            assertThat(plugin.callString("exit", "0")).isEmpty();
            assertThatThrownBy(() -> plugin.callString("exit", "7")).hasCauseInstanceOf(ProcessExit.class)
                    .hasMessageStartingWith("exit code 7").extracting("kind", "exitCode")
                    .containsExactly(Kind.EXIT_CODE, 7);
            for (var code = 0; code < 2; code++) {
                var text = code + " is wrong";
                assertThatThrownBy(() -> plugin.callString("exit_with_error", text)).hasMessage(text)
                        .extracting("kind", "exitCode").containsExactly(Kind.PLUGIN_ERROR, text.charAt(0) - '0');
            }
            assertCode(plugin, "calls", "", 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3"})
    void isNotStartedByEndingItself(String code) {
        try (var plugin = Plugin.builder().wasi().open(Guests.wat("""
                (module
                  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
                  (func (export "_initialize") (call $proc_exit (i32.const CODE)))
                  (func (export "f")))
                """.replace("CODE", code)))) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("f", "")).hasMessageStartingWith("exit code " + code)
                        .extracting("kind").isEqualTo(Kind.EXIT_CODE);
            }
        }
    }

    @Test
    void sleepsNoLongerThanTheCallMayTake() {
        try (var plugin = Plugin.builder().wasi().timeout(Duration.ofSeconds(2)).open(WasiGuest.MODULE)) {
            for (var i = 0; i < 3; i++) {
                TimeoutTest.assertTimeout(plugin, "sleep_for_ever");
                assertThat(plugin.callString("print", "")).isEmpty();
            }
        }
    }

    @Test
    void canBeCancelledInItsSleep() throws Exception {
        try (var plugin = Plugin.builder().wasi().open(WasiGuest.MODULE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> plugin.callString("sleep_for_ever", ""));
            while (!call.isDone()) {
                plugin.cancel();
                Thread.sleep(1);
            }
            assertThatThrownBy(call::get).cause().extracting("kind").isEqualTo(Kind.CANCELLED);
            assertThat(plugin.callString("print", "")).isEmpty();
        }
    }

    /** A library opens the file that the main module then reads by its number. */
    @Test
    void isSharedByLinkedModules() throws Exception {
        Files.writeString(folder.resolve("f"), "shared");
        var library = Guests.wat("""
                (module
                  (import "wasi_snapshot_preview1" "path_open"
                    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (data (i32.const 8) "f")
                  (func (export "open") (result i32)
                    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 0)
                      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
                    (i32.load (i32.const 0))))
                """);
        var main = Guests.wat("""
                (module
                  (import "library" "open" (func $open (result i32)))
                  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (func (export "read") (result i32)
                    (i32.store (i32.const 0) (i32.const 64))
                    (i32.store (i32.const 4) (i32.const 10))
                    (drop (call $fd_read (call $open) (i32.const 0) (i32.const 1) (i32.const 8)))
                    (i32.load8_u (i32.const 64))))
                """);
        var manifest = Manifest.of(WasmSource.data(library).named("library"), WasmSource.data(main));
        try (var plugin = Plugin.builder().wasi().allowPath(folder.toString(), "/").open(manifest)) {
            assertCode(plugin, "read", "", 's');
        }
        assertThatThrownBy(() -> Plugin.builder().open(manifest)).isInstanceOf(LinkException.class)
                .hasMessageContaining("the module \"library\" needs WASI")
                .hasMessageContaining("the plug-in needs WASI");
    }

    @Test
    void worksInAPool() throws Exception {
        Files.writeString(folder.resolve("greeting"), "hello");
        var builder = Plugin.builder().wasi().allowPath("ro:" + folder, "/data");
        try (var pool = builder.compile(WasiGuest.MODULE).pool(2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<String>>();
            for (var i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> pool.callString("read", "greeting")));
            }
            for (var call : calls) {
                assertThat(call.get()).isEqualTo("hello");
            }
            assertThat(pool.created()).isBetween(1L, 2L);
        }
    }

    @Test
    void isReplacedInAPoolWhenItHasEndedItself() {
        try (var pool = Plugin.builder().wasi().compile(WasiGuest.MODULE).pool(1)) {
            assertThat(pool.callString("exit", "0")).isEmpty();
            pool.callString("print", "");
            assertThat(pool.created()).isEqualTo(2);
            pool.callString("_start", "");
            pool.callString("print", "");
            assertThat(pool.created()).isEqualTo(2);
        }
    }

    static void assertCode(Plugin plugin, String function, String input, int code) {
        assertThatThrownBy(() -> plugin.callString(function, input)).isInstanceOf(PluginException.class)
                .extracting("exitCode").isEqualTo(code);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long number(byte[] output) {
        return ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}

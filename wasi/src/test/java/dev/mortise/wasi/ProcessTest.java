package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.text.Wat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not files: arguments, environment, streams, clocks, random numbers, descriptors, the end. */
class ProcessTest {

    @Test
    void givesNothingUnasked() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            assertThat(guest.call("args_sizes_get", RESULT, RESULT + 4)).isZero();
            assertThat(guest.longAt(RESULT)).isZero();
            assertThat(guest.call("environ_sizes_get", RESULT, RESULT + 4)).isZero();
            assertThat(guest.longAt(RESULT)).isZero();
            assertThat(guest.read(0, 10)).isEmpty();
            assertThat(guest.write(1, "lost")).isZero();
            assertThat(guest.write(2, "lost")).isZero();
            assertThat(guest.call("fd_prestat_get", 3, RESULT)).isEqualTo(BADF);
            assertThat(guest.openToRead("x")).isEqualTo(-BADF);
        }
    }

    @Test
    void passesArgumentsAndEnvironment() {
        try (var guest = TestGuest.of(wasi -> wasi.arguments("program", "", "ä€😀").environment("A", "1")
                .environment(Map.of("B", "x=y")).environment("A", "2"))) {
            assertThat(texts(guest, "args")).containsExactly("program", "", "ä€😀");
            assertThat(texts(guest, "environ")).containsExactly("A=2", "B=x=y");
        }
    }

    private static List<String> texts(TestGuest guest, String kind) {
        assertThat(guest.call(kind + "_sizes_get", RESULT, RESULT + 4)).isZero();
        var count = guest.intAt(RESULT);
        var bytes = guest.intAt(RESULT + 4);
        assertThat(guest.call(kind + "_get", 2_048, 3_072)).isZero();
        var all = guest.memory().readString(3_072, bytes);
        assertThat(all).endsWith("\0");
        assertThat(guest.intAt(2_048)).isEqualTo(3_072);
        var texts = List.of(all.substring(0, all.length() - 1).split("\0", -1));
        assertThat(texts).hasSize(count);
        return texts;
    }

    @Test
    void refusesWhatNoProgramCouldRead() {
        var builder = Wasi.builder();
        assertThatThrownBy(() -> builder.arguments("a\0b")).hasMessageContaining("NUL").hasMessageContaining("a\\0b");
        assertThatThrownBy(() -> builder.environment("A=B", "x")).hasMessageContaining("A=B");
        assertThatThrownBy(() -> builder.environment("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.environment("A", "\0")).hasMessageContaining("variable A");
        assertThatThrownBy(() -> builder.directory(Path.of("."), "")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> builder.maxDescriptors(2)).hasMessageContaining("3 or more");
    }

    @Test
    void namesADirectoryThatIsNotThere(@TempDir Path host) {
        var missing = host.resolve("missing");
        assertThatThrownBy(() -> Wasi.builder().directory(missing, "/data").build())
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("\"/data\"")
                .hasMessageContaining("missing");
    }

    @Test
    void connectsTheStreams() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var guest = TestGuest.of(wasi -> wasi.stdin("some input".getBytes(StandardCharsets.UTF_8)).stdout(out)
                .stderr(err))) {
            assertThat(guest.read(0, 4)).isEqualTo("some");
            assertThat(guest.read(0, 100)).isEqualTo(" input");
            assertThat(guest.read(0, 100)).isEmpty();
            assertThat(guest.write(1, "to out")).isZero();
            assertThat(guest.write(2, "to err")).isZero();
            assertThat(guest.write(0, "x")).isEqualTo(NOTCAPABLE);
            assertThat(guest.read(1, 1)).isEqualTo("" + NOTCAPABLE);
            assertThat(guest.call("fd_sync", 1)).isZero();
            assertThat(guest.close(1)).isZero();
            assertThat(guest.write(1, "x")).isEqualTo(BADF);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("to out");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("to err");
    }

    @Test
    void readsAStreamWithoutWaitingForMoreThanThereIs() {
        var slow = new ByteArrayInputStream("abcdef".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 2));
            }
        };
        try (var guest = TestGuest.of(wasi -> wasi.stdin(slow))) {
            assertThat(guest.read(0, 100)).isEqualTo("ab");
            assertThat(guest.read(0, 100)).isEqualTo("cd");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe,64", "No space left on device,51", "something,29"})
    void tellsOfStreamsThatFail(String reasonAndErrno) {
        var reason = reasonAndErrno.substring(0, reasonAndErrno.indexOf(','));
        var failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        try (var guest = TestGuest.of(wasi -> wasi.stdout(failing))) {
            assertThat(guest.write(1, "x")).hasToString(reasonAndErrno.substring(reason.length() + 1));
        }
    }

    @Test
    void letsExceptionsOfAStreamPass() {
        var failing = new OutputStream() {
            @Override
            public void write(int b) {
                throw new IndexOutOfBoundsException("a fault of the host");
            }
        };
        try (var guest = TestGuest.of(wasi -> wasi.stdout(failing))) {
            assertThatThrownBy(() -> guest.write(1, "x")).isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("a fault of the host");
        }
    }

    @Test
    void closesTheRestWhenAStreamThrowsAtTheEnd() throws IOException {
        var broken = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void flush() {
                throw new IllegalStateException("the stream is gone");
            }
        };
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var wasi = Wasi.builder().stdout(broken).stderr(broken).socket(listener).build();

        assertThatThrownBy(wasi::close).isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("a file of the guest cannot be closed: ")
                .hasMessageContaining("the stream is gone").hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(listener.isOpen()).isFalse();
    }

    @Test
    void describesDescriptors() {
        try (var guest = TestGuest.of(wasi -> wasi.directory(MemoryFileSystem.create(), "/data"))) {
            assertThat(guest.call("fd_prestat_get", 3, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(5L << 32);
            assertThat(guest.call("fd_prestat_dir_name", 3, 2_048, 4)).isEqualTo(NAMETOOLONG);
            assertThat(guest.call("fd_prestat_dir_name", 3, 2_048, 10)).isZero();
            assertThat(guest.memory().readString(2_048, 5)).isEqualTo("/data");
            assertThat(guest.call("fd_prestat_get", 0, RESULT)).isEqualTo(BADF);
            assertThat(guest.call("fd_prestat_get", 4, RESULT)).isEqualTo(BADF);
            assertThat(guest.call("fd_prestat_dir_name", 0, 2_048, 10)).isEqualTo(NOTDIR);
            assertThat(guest.call("fd_fdstat_get", 3, RESULT)).isZero();
            assertThat(guest.memory().readByte(RESULT)).isEqualTo((byte) 3);
            assertThat(guest.call("fd_fdstat_get", 4, RESULT)).isEqualTo(BADF);
            assertThat(guest.call("fd_fdstat_set_flags", 4, 0)).isEqualTo(BADF);
            assertThat(guest.call("fd_fdstat_set_rights", 4, 0, 0)).isEqualTo(BADF);
            assertThat(guest.call("fd_filestat_get", 4, RESULT)).isEqualTo(BADF);
            assertThat(guest.call("fd_filestat_set_times", 4, 0, 0, 0)).isEqualTo(BADF);
            assertThat(guest.call("fd_readdir", 4, 2_048, 10, 0, RESULT)).isEqualTo(BADF);
            assertThat(guest.call("fd_close", 4)).isEqualTo(BADF);
        }
    }

    @Test
    void renumbersDescriptors() {
        try (var guest = TestGuest.of(wasi -> wasi.directory(MemoryFileSystem.create(), "/"))) {
            var first = guest.create("a");
            var second = guest.create("b");
            assertThat(guest.write(first, "first")).isZero();
            assertThat(guest.call("fd_renumber", first, second)).isZero();
            assertThat(guest.write(second, "!")).isZero();
            assertThat(guest.stat(3, 0, "a")[4]).isEqualTo(6);
            assertThat(guest.stat(3, 0, "b")[4]).isZero();
            assertThat(guest.close(first)).isEqualTo(BADF);
            assertThat(guest.call("fd_renumber", first, second)).isEqualTo(BADF);
            assertThat(guest.call("fd_renumber", second, first)).isEqualTo(BADF);
            assertThat(guest.call("fd_renumber", second, second)).isZero();
            assertThat(guest.create("c")).as("the lowest that is free").isEqualTo(first);
        }
    }

    @Test
    void limitsDescriptors() {
        try (var guest = TestGuest.of(wasi -> wasi.directory(MemoryFileSystem.create(), "/").maxDescriptors(10))) {
            for (var fd = 4; fd < 10; fd++) {
                assertThat(guest.create("file" + fd)).isEqualTo(fd);
            }
            assertThat(guest.create("more")).isEqualTo(-MFILE);
            assertThat(guest.statError(3, 0, "more")).as("nothing is made that cannot be opened").isEqualTo(NOENT);
            assertThat(guest.close(5)).isZero();
            assertThat(guest.create("more")).isEqualTo(5);
        }
        assertThatThrownBy(() -> TestGuest.of(wasi -> wasi.directory(MemoryFileSystem.create(), "/")
                .maxDescriptors(3))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("raise");
    }

    @Test
    void hasAFixedClockThatSleepingMoves() {
        var start = Instant.parse("2001-02-03T04:05:06Z");
        try (var guest = TestGuest.of(wasi -> wasi.clock(GuestClock.fixed(start)))) {
            assertThat(time(guest, 0)).isEqualTo(start.getEpochSecond() * 1_000_000_000);
            assertThat(time(guest, 1)).isZero();
            assertThat(sleep(guest, 1, Duration.ofDays(1).toNanos(), 0)).isZero();
            assertThat(time(guest, 1)).isEqualTo(Duration.ofDays(1).toNanos());
            assertThat(time(guest, 0)).isEqualTo(start.plus(Duration.ofDays(1)).getEpochSecond() * 1_000_000_000);
            assertThat(sleep(guest, 0, start.plusSeconds(100_000).getEpochSecond() * 1_000_000_000, 1)).isZero();
            assertThat(time(guest, 0)).isEqualTo(start.plusSeconds(100_000).getEpochSecond() * 1_000_000_000);
            assertThat(guest.call("clock_res_get", 1, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(1);
        }
    }

    @Test
    void hasACoarseClock() {
        var step = Duration.ofSeconds(1).toNanos();
        try (var guest = TestGuest.of(wasi -> wasi.clock(GuestClock.coarse(Duration.ofSeconds(1))))) {
            assertThat(time(guest, 0) % step).isZero();
            assertThat(time(guest, 0)).isBetween(System.currentTimeMillis() * 1_000_000 - 10 * step,
                    System.currentTimeMillis() * 1_000_000 + step);
            assertThat(time(guest, 1) % step).isZero();
            assertThat(guest.call("clock_res_get", 0, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(step);
        }
        assertThatThrownBy(() -> GuestClock.coarse(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GuestClock.fixed(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasARealClock() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            var before = System.currentTimeMillis();
            assertThat(time(guest, 0) / 1_000_000).isBetween(before - 1, System.currentTimeMillis() + 1);
            var first = time(guest, 1);
            assertThat(time(guest, 1)).isGreaterThanOrEqualTo(first).isPositive();
            assertThat(guest.call("clock_time_get", 2, 0, RESULT)).isEqualTo(INVAL);
            assertThat(guest.call("clock_time_get", -1, 0, RESULT)).isEqualTo(INVAL);
            assertThat(guest.call("clock_res_get", 3, RESULT)).isEqualTo(INVAL);
        }
    }

    private static long time(TestGuest guest, int clock) {
        assertThat(guest.call("clock_time_get", clock, 1, RESULT)).isZero();
        return guest.longAt(RESULT);
    }

    private static int sleep(TestGuest guest, int clock, long nanos, int flags) {
        return guest.call("poll_oneoff", Subscriptions.clock(guest, 42, clock, nanos, flags), 2_048, 1, RESULT);
    }

    @Test
    void givesRandomNumbers() {
        assertThat(random(1, 100_000)).isEqualTo(random(1, 100_000)).isNotEqualTo(random(2, 100_000));
        try (var guest = TestGuest.of(Wasi.Builder::secureRandom); var other = TestGuest.of(wasi -> {
        })) {
            assertThat(guest.call("random_get", 2_048, 32)).isZero();
            assertThat(other.call("random_get", 2_048, 32)).isZero();
            assertThat(guest.memory().read(2_048, 32)).isNotEqualTo(other.memory().read(2_048, 32))
                    .isNotEqualTo(new byte[32]);
            assertThat(guest.memory().read(2_080, 32)).isEqualTo(new byte[32]);
        }
    }

    private static byte[] random(long seed, int count) {
        try (var guest = TestGuest.of(wasi -> wasi.seededRandom(seed))) {
            assertThat(guest.call("random_get", 4, count)).isZero();
            assertThat(guest.memory().read(0, 4)).isEqualTo(new byte[4]);
            assertThat(guest.memory().readByte(4L + count)).isZero();
            assertThat(guest.memory().read(count - 4L, 8)).isNotEqualTo(new byte[8]);
            return guest.memory().read(4, count);
        }
    }

    @Test
    void endsTheGuestAndNotTheJvm() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            assertThatThrownBy(() -> guest.call("proc_exit", 7)).isInstanceOfSatisfying(ProcessExit.class,
                    exit -> assertThat(exit.code()).isEqualTo(7)).hasMessageContaining("exit code 7");
            assertThatThrownBy(() -> guest.call("proc_exit", -1)).hasMessageContaining("4294967295");
            assertThat(guest.call("proc_raise", 6)).isEqualTo(NOTSUP);
            assertThat(guest.call("sched_yield")).isZero();
        }
    }

    @Test
    void runsPrograms() {
        var program = Module.parse(Wat.toBinary("""
                (module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                  (memory (export "memory") 1)
                  (func (export "_start") (call $exit (i32.const 3)) unreachable))"""));
        try (var wasi = Wasi.builder().build()) {
            assertThat(wasi.run(program)).isEqualTo(3);
        }
        var quiet = Module.parse(Wat.toBinary("(module (func (export \"_start\")))"));
        try (var wasi = Wasi.builder().build()) {
            assertThat(wasi.run(quiet)).isZero();
        }
    }

    @Test
    void needsTheGuestsMemory() {
        var module = Module.parse(Wat.toBinary("""
                (module (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
                  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
                  (memory 1)
                  (func (export "yield") (result i32) (call $yield))
                  (func (export "random") (result i32) (call $random (i32.const 0) (i32.const 1))))"""));
        try (var wasi = Wasi.builder().build()) {
            var instance = module.instantiate(wasi.imports());
            assertThat(instance.function("yield").call()).containsExactly(0);
            assertThatThrownBy(() -> instance.function("random").call()).isInstanceOf(LinkException.class)
                    .hasMessageContaining("export its memory as \"memory\"");
        }
    }

    @Test
    void servesTheForerunner(@TempDir Path host) {
        try (var guest = TestGuest.of("wasi_unstable", wasi -> wasi.directory(host, "/")
                .clock(GuestClock.fixed(Instant.EPOCH)))) {
            var fd = guest.create("a");
            assertThat(guest.write(fd, "hello")).isZero();
            // Here 0 is the position, 1 the end and 2 the start.
            assertThat(guest.call("fd_seek", fd, -1, 0, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(4);
            assertThat(guest.call("fd_seek", fd, -2, 1, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(3);
            assertThat(guest.call("fd_seek", fd, 1, 2, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(1);
            assertThat(guest.call("fd_seek", fd, 1, 3, RESULT)).isEqualTo(INVAL);

            assertThat(guest.call("fd_filestat_get", fd, 2_048)).isZero();
            assertThat(guest.memory().readByte(2_064)).isEqualTo((byte) 4);
            assertThat(guest.intAt(2_068)).isEqualTo(1);
            assertThat(guest.longAt(2_072)).isEqualTo(5);
            assertThat(guest.longAt(2_104)).isZero();
            assertThat(guest.call("path_filestat_get", 3, 0, guest.put(new byte[]{'a'}), 1, 3_072)).isZero();
            assertThat(guest.memory().read(3_072, 56)).isEqualTo(guest.memory().read(2_048, 56));

            var subscription = guest.allocate(56);
            guest.memory().writeLong(subscription, 42);
            guest.memory().writeLong(subscription + 16, 77);
            guest.memory().writeInt(subscription + 24, 1);
            guest.memory().writeLong(subscription + 32, 5_000);
            assertThat(guest.call("poll_oneoff", subscription, 2_048, 1, RESULT)).isZero();
            assertThat(guest.longAt(2_048)).isEqualTo(42);
            assertThat(guest.call("clock_time_get", 1, 0, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(5_000);
        }
    }

    @Test
    void keepsAGuestsFilesInBounds() throws IOException {
        var files = MemoryFileSystem.create(10_000, Instant::now);
        try (var guest = TestGuest.of(wasi -> wasi.directory(files, "/"))) {
            var fd = guest.create("a");
            assertThat(guest.write(fd, "x".repeat(9_000))).isZero();
            assertThat(guest.write(fd, "x".repeat(1_000))).isEqualTo(NOSPC);
            assertThat(guest.call("fd_filestat_set_size", fd, Long.MAX_VALUE)).isEqualTo(FBIG);
            assertThat(guest.create("b")).isEqualTo(-NOSPC);
            assertThat(guest.onPath("path_unlink_file", 3, "a")).isZero();
            assertThat(files.bytes()).as("still open").isEqualTo(9_000);
            assertThat(guest.close(fd)).isZero();
            assertThat(files.bytes()).isZero();
            assertThat(guest.create("a".repeat(256))).isEqualTo(-NAMETOOLONG);
        }
        assertThatThrownBy(() -> files.write("c", new byte[20_000])).isInstanceOf(IOException.class)
                .hasMessageContaining("\"c\"").hasMessageContaining("NOSPC");
    }

    @Test
    void sharesFilesInMemoryWithTheHost() throws IOException {
        var files = MemoryFileSystem.create().write("in/put", "hello".getBytes(StandardCharsets.UTF_8))
                .createDirectory("empty/below");
        try (var guest = TestGuest.of(wasi -> wasi.directory(files, "/"))) {
            assertThat(guest.read(guest.openToRead("in/put"), 100)).isEqualTo("hello");
            assertThat(guest.write(guest.create("empty/out"), "bye")).isZero();
        }
        assertThat(files.read("empty/out")).asString(StandardCharsets.UTF_8).isEqualTo("bye");
        assertThat(files.list("empty")).containsExactly("below", "out");
        assertThat(files.exists("in")).isTrue();
        assertThat(files.exists("in/gone")).isFalse();
        assertThatThrownBy(() -> files.read("in/gone")).hasMessageContaining("in/gone").hasMessageContaining("NOENT");
    }
}

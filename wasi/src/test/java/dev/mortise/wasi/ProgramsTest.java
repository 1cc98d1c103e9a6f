package dev.mortise.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs in Rust and C, as their compilers and libraries make them. */
class ProgramsTest {

    private static final Path GUESTS = Path.of(System.getProperty("mortise.root", ".."), "guests", "wasi");
    private static final Module TOUR = read("tour.wasm");
    private static final Module TREE = read("tree.wasm");

    @TempDir
    private Path host;

    private record Ended(int code, String out, String err) {
    }

    private static Module read(String file) {
        try {
            return Module.read(GUESTS.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Ended run(Module program, Consumer<Wasi.Builder> setup) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var builder = Wasi.builder().stdout(out).stderr(err);
        setup.accept(builder);
        try (var wasi = builder.build()) {
            var code = wasi.run(program);
            return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void takeArgumentsEnvironmentAndInput() {
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "arguments", "a b", "", "ä😀")))
                .isEqualTo(new Ended(0, "a b\n\nä😀\n", ""));
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "environment").environment("A", "1").environment("B", "")))
                .isEqualTo(new Ended(0, "A=1\nB=\n", ""));
        var input = "some\nmore\nlines".repeat(10_000);
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "echo").stdin(input.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new Ended(0, input, ""));
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "lines").stdin(input.getBytes(StandardCharsets.UTF_8))).out)
                .isEqualTo("20001\n");
    }

    @Test
    void endAsTheyWant() {
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "exit", "42")).code).isEqualTo(42);
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "fly")).err).contains("no such thing to do");
        assertThatThrownBy(() -> run(TOUR, wasi -> wasi.arguments("tour", "panic"))).isInstanceOfSatisfying(Trap.class,
                trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.UNREACHABLE));
    }

    @Test
    void seeTheClockThatTheyAreGiven() {
        var start = Instant.parse("2020-01-01T00:00:00Z");
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "clock").clock(GuestClock.fixed(start))).out)
                .isEqualTo(start.toEpochMilli() + " 1500\n");
    }

    @ParameterizedTest
    @EnumSource(FileSystemKind.class)
    void useFiles(FileSystemKind kind) {
        var ended = run(TOUR, wasi -> {
            kind.grant(host).addTo(wasi, "/data", false);
            wasi.arguments("tour", "files", "/data");
        });
        assertThat(ended).isEqualTo(new Ended(0, """
                one
                two
                three
                three
                7 true
                "one\\nTWO"
                "one\\nTWO"
                ["\\"c\\" false", "\\"d\\" false", "\\"deep\\" true"]
                AlreadyExists
                NotFound
                Uncategorized
                NotADirectory
                NotFound
                PermissionDenied
                0
                """, ""));
    }

    @Test
    void areRefusedWhatIsReadOnly() throws IOException {
        Files.writeString(host.resolve("file"), "content");
        assertThat(run(TOUR, wasi -> wasi.arguments("tour", "cat", "/data/file").readOnlyDirectory(host, "/data")))
                .isEqualTo(new Ended(0, "content", ""));
        var touch = run(TOUR, wasi -> wasi.arguments("tour", "touch", "/data/new").readOnlyDirectory(host, "/data"));
        assertThat(touch.code).isEqualTo(1);
        assertThat(touch.err).containsIgnoringCase("read-only").contains("69");
        assertThat(host.resolve("new")).doesNotExist();
    }

    @Test
    void walkADirectory() throws IOException {
        Files.writeString(host.resolve("a"), "hello\n");
        Files.createDirectories(host.resolve("sub/deep"));
        Files.writeString(host.resolve("sub/b"), "world!\n");
        Files.createFile(host.resolve("sub/deep/empty"));
        Files.createSymbolicLink(host.resolve("link"), Path.of("sub"));
        Files.createSymbolicLink(host.resolve("dangling"), Path.of("gone"));
        var files = MemoryFileSystem.create();

        var ended = run(TREE, wasi -> wasi.arguments("tree", "/data", "/out/all").readOnlyDirectory(host, "/data")
                .directory(files, "/out"));

        assertThat(ended).isEqualTo(new Ended(3, """
                /data/
                  a 6
                  dangling -> gone (leads nowhere)
                  link -> sub
                  sub/
                    b 7
                    deep/
                      empty 0
                3 files, 13 bytes, 13 copied
                terminal: 0, clock: 1
                """, ""));
        assertThat(files.read("all")).asString(StandardCharsets.UTF_8).isEqualTo("hello\nworld!\n");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void canBeStoppedWhileTheySleep() throws Exception {
        var started = new CountDownLatch(1);
        try (var wasi = Wasi.builder().arguments("tour", "sleep", "1000000").build()) {
            var instance = TOUR.instantiate(wasi.imports());
            var thrown = new AtomicReference<Throwable>();
            var thread = Thread.ofVirtual().start(() -> {
                started.countDown();
                try {
                    wasi.run(instance);
                } catch (Trap trap) {
                    thrown.set(trap);
                }
            });
            started.await();
            instance.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOfSatisfying(Trap.class,
                    trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        }
    }
}

package dev.mortise.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.text.Wat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that runs out of stack while the JDK works for it leaves the JVM whole. */
class EndOfStackTest {

    private static final String DEEP = """
            (module
              (import "wasi_snapshot_preview1" "path_open" (func $open
                (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat
                (param i32 i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "file")
              (data (i32.const 64) "\\00\\00\\00\\00\\04\\00\\00\\00")
              (func $work
                WORK)
              (func $deep (call $work) (call $deep) (call $work))
              (func (export "deep") (call $deep))
              (func (export "work") (call $work)))
            """;

    private static final String OPEN = "(call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) "
            + "(i32.const 1) (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 128))";

    @ParameterizedTest
    @ValueSource(strings = {"(drop " + OPEN + ") (drop (call $close (i32.load (i32.const 128))))",
        "(drop " + OPEN + ") (drop (call $write (i32.load (i32.const 128)) (i32.const 64) (i32.const 1) "
                + "(i32.const 32))) (drop (call $close (i32.load (i32.const 128))))",
        "(drop (call $unlink (i32.const 3) (i32.const 0) (i32.const 4)))",
        "(drop (call $mkdir (i32.const 3) (i32.const 0) (i32.const 4)))",
        "(drop (call $stat (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 256)))",
        "(drop (call $readdir (i32.const 3) (i32.const 256) (i32.const 100) (i64.const 0) (i32.const 128)))",
        "(drop (call $poll (i32.const 512) (i32.const 1024) (i32.const 1) (i32.const 128)))",
        "(drop (call $random (i32.const 512) (i32.const 8))) "
                + "(drop (call $time (i32.const 0) (i64.const 0) (i32.const 512)))"})
    void leavesTheJvmWhole(String work, @TempDir Path host) throws Exception {
        var module = Module.parse(Wat.toBinary(DEEP.replace("WORK", work)));
        // Stacks of different sizes end in the middle of different calls.
        for (var kibibytes = 500; kibibytes < 540; kibibytes += 20) {
            onStackOf(kibibytes << 10, () -> {
                try (var wasi = Wasi.builder().directory(host, "/").build()) {
                    var instance = module.instantiate(wasi.imports());
                    assertThatThrownBy(() -> instance.function("deep").call()).isInstanceOfSatisfying(Trap.class,
                            trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED));
                    instance.function("work").call();
                }
            });
        }
        Files.deleteIfExists(host.resolve("file"));
        try (var guest = TestGuest.of(wasi -> wasi.directory(host, "/"))) {
            assertThat(guest.write(guest.create("file"), "works")).isZero();
            assertThat(guest.read(guest.openToRead("file"), 100)).isEqualTo("works");
        }
    }

    private static void onStackOf(int bytes, Runnable action) throws Exception {
        var task = new FutureTask<>(action, null);
        var thread = new Thread(null, task, "small stack", bytes);
        thread.start();
        task.get();
    }
}

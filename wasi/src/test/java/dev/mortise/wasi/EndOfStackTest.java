package dev.mortise.wasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest that runs out of stack while the JDK works for it leaves the JVM whole. */
class EndOfStackTest {

    private static final String MODULE = """
            (module
              (import "wasi_snapshot_preview1" "path_open" (func $path_open
                (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get
                (param i32 i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir
                (param i32 i32 i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "file")
              (data (i32.const 64) "\\00\\00\\00\\00\\04\\00\\00\\00")
              (func $open (result i32)
                (if (result i32) (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 1)
                    (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 128))
                  (then (i32.const 1))
                  (else (drop (call $fd_write (i32.load (i32.const 128)) (i32.const 64) (i32.const 1) (i32.const 32)))
                    (call $fd_close (i32.load (i32.const 128))))))
              (func $stat (result i32)
                (call $path_filestat_get (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 256))
                (i32.sub (i32.const 44)))
              (func $list (result i32)
                (call $fd_readdir (i32.const 3) (i32.const 256) (i32.const 100) (i64.const 0) (i32.const 128)))
              (func $poll (result i32)
                (call $poll_oneoff (i32.const 512) (i32.const 1024) (i32.const 1) (i32.const 128)))
              (func $random (result i32) (call $random_get (i32.const 512) (i32.const 8)))
              (func $down (export "down") (param i32 i32) (result i32)
                (if (result i32) (local.get 0)
                  (then (call $down (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))
                  (else (if (result i32) (local.get 1) (then (call $WORK)) (else (i32.const 0)))))))
            """;

    @ParameterizedTest
    @CsvSource({"open", "stat", "list", "poll", "random"})
    void leavesTheJvmWhole(String work, @TempDir Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Interpreted, frames have the same size each time.
        var process = new ProcessBuilder(List.of(java, "-Xint", "-cp", System.getProperty("java.class.path"),
                EndOfStackProcess.class.getName(), MODULE.replace("WORK", work), folder.toString()))
                .redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).strip()).isEqualTo("works");
        assertThat(process.waitFor()).isZero();
    }
}

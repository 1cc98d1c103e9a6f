package dev.mortise.benchmarks;

import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A file read or written through WASI, 64 KiB at a time, as long as the same loop in Java takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FileTransfer {

    static final int BYTES = 100 << 20;
    private static final int PIECE = 64 << 10;

    /** Which way. */
    public enum Direction {
        READ, WRITE
    }

    @Param
    private Direction direction = Direction.READ;

    private Path folder = Path.of("");

    @Setup
    public void makeFile() throws IOException {
        folder = Files.createTempDirectory("mortise-benchmark");
        Files.write(folder.resolve("f"), new byte[BYTES]);
    }

    @TearDown
    public void removeFile() throws IOException {
        Files.delete(folder.resolve("f"));
        Files.delete(folder);
    }

    /** The guest, with the folder. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init")
    public static class Mortise {

        private Wasi wasi;
        private Function read;
        private Function write;

        @Setup
        public void open(FileTransfer benchmark) {
            wasi = Wasi.builder().directory(benchmark.folder, "/").build();
            var instance = Module.parse(Guests.read("wat/transfer.wasm")).instantiate(wasi.imports());
            read = instance.function("read");
            write = instance.function("write");
        }

        @TearDown
        public void close() {
            wasi.close();
        }
    }

    @Benchmark
    public Object mortise(Mortise guest) {
        var results = direction == Direction.READ ? guest.read.call() : guest.write.call((long) BYTES);
        return checked((long) Objects.requireNonNull(results[0]));
    }

    @Benchmark
    public Object java() throws IOException {
        return checked(direction == Direction.READ ? read(folder.resolve("f")) : write(folder.resolve("f")));
    }

    private static long checked(long total) {
        if (total != BYTES) {
            throw new AssertionError(total + " bytes went over, not " + BYTES);
        }
        return total;
    }

    private static long read(Path file) throws IOException {
        var total = 0L;
        try (var channel = FileChannel.open(file)) {
            var piece = ByteBuffer.allocate(PIECE);
            for (int count; (count = channel.read(piece.clear())) > 0;) {
                total += count;
            }
        }
        return total;
    }

    private static long write(Path file) throws IOException {
        var total = 0L;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var piece = ByteBuffer.allocate(PIECE);
            while (total < BYTES) {
                total += channel.write(piece.clear());
            }
        }
        return total;
    }
}

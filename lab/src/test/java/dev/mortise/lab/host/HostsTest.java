package dev.mortise.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All runtimes come to the same. What a host in another language has to come to is here in numbers. */
class HostsTest {

    private static final List<String> RUNTIMES = List.of("mortise", "endive-compiled", "chicory-compiled",
            "chicory-interpreted", "graalwasm");
    private static final Path GUESTS = Path.of(System.getProperty("mortise.root"), "guests");

    @TempDir
    Path folder;

    private static Outcome measure(String runtime, String task, String... keys) throws IOException {
        var arguments = new ArrayList<>(List.of(runtime, task, "warmup=0", "time=1"));
        arguments.addAll(List.of(keys));
        var request = Request.parse(arguments.toArray(String[]::new));
        var host = HostRuntime.named(runtime);
        return switch (Task.named(task)) {
            case THROUGHPUT -> Throughput.measure(host, request);
            case FFI -> Program.run(host, request);
            case MULTIPLY -> Multiply.measure(host, request);
            case SIMULATE -> Simulate.measure(host, request);
            case TRANSFER -> Transfer.measure(host, request);
        };
    }

    @ParameterizedTest
    @CsvSource({"consume, 0 cbf29ce484222325", "echo, 1001 58cb08941a47715e", "reflect, 1001 58cb08941a47715e"})
    void aPlugInGivesWhatItIsTo(String function, String check) throws IOException {
        for (var runtime : List.of("mortise", "mortise-bound", "java")) {
            var outcome = measure(runtime, "throughput", "function=" + function, "bytes=1001",
                    "module=" + GUESTS.resolve("rust/" + function + ".wasm"));
            assertThat(outcome.check()).as(runtime).isEqualTo(check);
            assertThat(outcome.samples()).as(runtime).hasSizeBetween(1, 50);
        }
    }

    /** As in Extism's own host, though no row has a plug-in that asks for it. */
    @Test
    void aPlugInMayAskForWasi() throws IOException {
        var outcome = measure("mortise", "throughput", "function=reflect", "bytes=1001",
                "module=" + GUESTS.resolve("rust/sample_wasip1.wasm"));
        assertThat(outcome.check()).isEqualTo("1001 58cb08941a47715e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abi=pair arguments=hotload", "abi=pair arguments=preload",
        "abi=pair cached=true arguments=preload", "abi=pair cached=true owned=true", "abi=struct memory=dynamic",
        "abi=struct memory=static cached=true", "abi=bincode memory=dynamic cached=true", "abi=bincode memory=static",
        "abi=struct cached=true compile=in"})
    void theSumOfAllProductsIsTheSame(String keys) throws IOException {
        var all = new ArrayList<>(List.of(keys.split(" ")));
        all.add("calls=10");
        all.add("module=" + GUESTS.resolve("lab/multiply.wasm"));
        for (var runtime : RUNTIMES) {
            assertThat(measure(runtime, "multiply", all.toArray(String[]::new)).check()).as(runtime).isEqualTo("60");
        }
        assertThat(measure("java", "multiply", "calls=10").check()).isEqualTo("60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abi=direct", "abi=struct cached=true", "abi=struct memory=dynamic",
        "abi=bincode memory=dynamic cached=true", "abi=bincode memory=static"})
    void aPolicyHitsTheSame(String keys) throws IOException {
        var trace = folder.resolve("trace.gz");
        try (var out = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(trace)),
                StandardCharsets.US_ASCII)) {
            for (int i = 0; i < 50; i++) {
                out.write("%d %d\n".formatted(i * i % 7, 10 + i * i % 7));
            }
        }
        var all = new ArrayList<>(List.of(keys.split(" ")));
        all.addAll(List.of("trace=" + trace, "bytes=40"));
        var expected = measure("java", "simulate", "policy=lru", "trace=" + trace, "bytes=40").check();
        assertThat(expected).startsWith("50 ").isNotEqualTo("50 0");
        all.add("module=" + GUESTS.resolve("policies/rust/lru.wasm"));
        for (var runtime : RUNTIMES) {
            assertThat(measure(runtime, "simulate", all.toArray(String[]::new)).check()).as(runtime)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"struct", "bincode", "msgpack", "json", "protobuf", "bytes"})
    void aListComesAcrossWhole(String abi) throws IOException {
        for (var memory : List.of("dynamic", "static")) {
            for (var runtime : RUNTIMES) {
                var outcome = measure(runtime, "transfer", "abi=" + abi, "memory=" + memory, "bytes=65536",
                        "module=" + GUESTS.resolve("lab/transfer/rust.wasm"));
                assertThat(outcome.check()).as(runtime + " " + memory).isEqualTo("-1117963540");
            }
        }
        assertThat(measure("java", "transfer", "bytes=64").check()).isEqualTo("-348020347");
    }

    @Test
    void theProgramTellsItsParts() throws IOException {
        for (var runtime : RUNTIMES) {
            var outcome = measure(runtime, "ffi", "iterations=10", "cache=off",
                    "module=" + GUESTS.resolve("lab/ffi.wasm"));
            assertThat(outcome.split()).as(runtime).containsKeys("load", "compile", "instantiate", "run");
        }
        assertThat(measure("java", "ffi", "iterations=10").split()).containsKey("run");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> measure("mortise", "multiply", "colour=red")).isInstanceOf(UsageException.class)
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> measure("mortise", "multiply", "abi=smoke", "module=x"))
                .isInstanceOf(UsageException.class).hasMessageContaining("pair, bincode, struct");
        assertThatThrownBy(() -> measure("node", "multiply")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> measure("java", "divide")).isInstanceOf(UsageException.class);
    }

    @Test
    void batchesGrowAsLongAsOperationsGetFaster() {
        var calls = new int[1];
        var outcome = new Measure(100, 50).of(() -> {
            // The first takes long, as where a guest is compiled.
            if (calls[0]++ == 0) {
                Thread.sleep(20);
            }
            return "";
        });
        assertThat(calls[0]).isGreaterThan(10_000);
        assertThat(outcome.samples()).hasSizeBetween(5, 50);
    }
}

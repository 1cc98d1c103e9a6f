package dev.mortise.lab.report;

import dev.mortise.lab.experiment.MicroTest;
import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Machine;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Noise;
import dev.mortise.lab.result.Participant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs as the lab writes them, with figures that are known. */
final class Runs {

    static final String FAILURE = "crashed: <script>alert(1)</script> | `x` & \"y\"";

    private final List<Participant> contenders = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    /** Everything, as a small thorough run has it. */
    static LabRun whole() {
        var runs = new Runs().takesPart("mortise", "mortise-c1", "java", "chicory-sdk", "endive-compiled",
                "rust-native", "wasmtime-cli", "wasmtime-cranelift", "dd").leftOut("node", FAILURE);
        double factor = 1;
        for (var who : List.of("rust-native", "java", "mortise", "chicory-sdk")) {
            for (var bytes : List.of("65536", "655360")) {
                runs.throughput("echo", bytes, who, factor * Long.parseLong(bytes) / 10);
                runs.throughput("consume", bytes, who, factor * Long.parseLong(bytes) / 20);
            }
            factor *= 2;
        }
        runs.throughput("memcpy", "65536", "dd", 4000).throughput("memcpy", "65536", "java", 3000);
        for (var who : List.of("java", "mortise", "wasmtime-cli")) {
            runs.program("999999", "off", who, 40e6, 44e6, 300e6).program("99999", "off", who, 20e6, 24e6, 28e6);
        }
        runs.program("999999", "on", "mortise", 30e6, 31e6, 32e6);
        runs.call("java", 0.5, "abi", "native").call("rust-native", 0.4, "abi", "native");
        for (var test : MicroTest.ALL) {
            runs.call("mortise", test.number(), "compile", "out", "build", "release", test)
                    .call("wasmtime-cranelift", 10 + test.number(), "compile", "out", "build", "release", test)
                    .call("mortise", 100 + test.number(), "compile", "in", "build", "debug", test);
        }
        for (var bytes : List.of("64", "65536")) {
            runs.measured("scripting", "transfer", "java", 50, "abi", "native", "bytes", bytes);
            for (var format : List.of("bytes", "json")) {
                for (var memory : List.of("dynamic", "static")) {
                    runs.transfer("mortise", format, memory, bytes, "rust", format.equals("json") ? 9000 : 70);
                }
                runs.transfer("mortise", format, "dynamic", bytes, "c", 80);
            }
        }
        for (var mebibytes : List.of("4194304", "8388608")) {
            for (var policy : List.of("fifo", "gds")) {
                runs.simulated("java", policy, mebibytes, 2e6, "abi", "native");
                runs.simulated("mortise", policy, mebibytes, 5e6, "abi", "direct", "cached", "true", "build",
                        "release");
                runs.simulated("mortise", policy, mebibytes, 9e6, "abi", "struct", "memory", "static", "cached",
                        "false", "build", "release");
            }
        }
        return runs.failed("extism", "throughput", "endive-compiled", FAILURE, "function", "echo", "bytes", "65536")
                .run();
    }

    Runs takesPart(String... ids) {
        for (var id : ids) {
            var isOutside = List.of("rust-native", "wasmtime-cli", "wasmtime-cranelift", "dd").contains(id);
            contenders.add(new Participant(id, "The " + id, isOutside ? Participant.OUTSIDE : Participant.JVM, "1.0",
                    "", "java -cp %s dev.mortise.lab.host.Main %s".formatted("/a.jar:".repeat(20), id), false));
        }
        return this;
    }

    Runs leftOut(String id, String reason) {
        contenders.add(new Participant(id, "The " + id, Participant.OUTSIDE, "", reason, "", false));
        return this;
    }

    Runs throughput(String function, String bytes, String who, double nanos) {
        return measured("extism", "throughput", who, nanos, "function", function, "bytes", bytes);
    }

    /** Whole processes; half of each is the run, and a tenth the compilation. */
    Runs program(String iterations, String cache, String who, Double... nanos) {
        var forks = new ArrayList<Fork>();
        for (var each : nanos) {
            forks.add(new Fork(List.of(), List.of(), Map.of("run", each / 2, "compile", each / 10), each.longValue()));
        }
        return add("ffi", "ffi", who, forks, "", "iterations", iterations, "cache", cache);
    }

    private Runs call(String who, double nanos, String... keys) {
        return measured("scripting", "multiply", who, nanos * 100_000, with(keys, "calls", "100000"));
    }

    private Runs call(String who, double nanos, String key, String value, String other, String otherValue,
            MicroTest test) {
        var keys = new ArrayList<>(List.of(key, value, other, otherValue));
        test.keys().forEach((name, word) -> keys.addAll(List.of(name, word)));
        return call(who, nanos, keys.toArray(String[]::new));
    }

    /** A call of a test with a release build, without compile time. */
    Runs call(String who, int test, double nanos) {
        return call(who, nanos, "compile", "out", "build", "release", MicroTest.ALL.get(test - 1));
    }

    Runs transfer(String who, String format, String memory, String bytes, String language, double nanos) {
        return measured("scripting", "transfer", who, nanos, "abi", format, "memory", memory, "bytes", bytes,
                "language", language);
    }

    Runs simulated(String who, String policy, String bytes, double nanos, String... keys) {
        return measured("simulator", "simulate", who, nanos, with(keys, "policy", policy, "bytes", bytes, "requests",
                "20000"));
    }

    private static String[] with(String[] keys, String... more) {
        var all = new ArrayList<>(List.of(keys));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Samples closely around a figure, in three processes. */
    Runs measured(String experiment, String task, String who, double nanos, String... keys) {
        return add(experiment, task, who, List.of(fork(nanos), fork(nanos * 0.99), fork(nanos * 1.01)), "", keys);
    }

    /** A process with five samples around a figure. */
    static Fork fork(double nanos) {
        var samples = new ArrayList<Double>();
        for (int i = 0; i < 5; i++) {
            samples.add(nanos * (0.98 + i * 0.01));
        }
        return new Fork(List.of(nanos * 9, nanos * 2, nanos), samples, Map.of(), 12);
    }

    Runs failed(String experiment, String task, String who, String reason, String... keys) {
        return add(experiment, task, who, List.of(), reason, keys);
    }

    Runs add(String experiment, String task, String who, List<Fork> forks, String failure, String... keys) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < keys.length; i += 2) {
            map.put(keys[i], keys[i + 1]);
        }
        measurements.add(new Measurement(experiment, task, map, who, "ns", "", forks, failure));
        return this;
    }

    LabRun run() {
        return new LabRun(LabRun.FORMAT, "2026-11-21T17:00:00Z", 214.4, "mortise lab --peers 'a|b'", "0.1.0 1a2b3c4",
                true, false, new Machine("Linux 6.1", "amd64", "<EPYC>", 2, 25_276_502_016L, "25.0.1"),
                new Noise(true, "load | 1.5", 0.25, List.of(100.0, 110.0, 104.0)), contenders, measurements);
    }
}

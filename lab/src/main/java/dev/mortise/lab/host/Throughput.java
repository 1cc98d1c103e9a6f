package dev.mortise.lab.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Extism's throughput experiment: a plug-in call with a large input. */
final class Throughput {

    private static final int FACTOR = 31;
    private static final int SUMMAND = 7;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int LEAST_RUNS_OF_DD = 5;

    private Throughput() {}

    static Outcome measure(HostRuntime runtime, Request request) throws IOException {
        var name = request.oneOf("function", "consume", "echo", "reflect", "memcpy");
        var bytes = request.number("bytes");
        if (runtime instanceof DdRuntime) {
            return dd(bytes, request);
        }
        var input = input(Math.toIntExact(bytes));
        var isJava = runtime instanceof JavaRuntime;
        var function = runtime.plugin(isJava ? new byte[0] : request.wasm(), name);
        var last = new byte[1][];
        var measured = request.measure().of(() -> {
            last[0] = function.call(input);
            return "";
        });
        return new Outcome(measured.warmup(), measured.samples(), check(last[0]), measured.split());
    }

    /** It times itself. What it moves it does not show; so the check is what it would be. */
    private static Outcome dd(long bytes, Request request) {
        var samples = new ArrayList<Double>();
        var end = System.nanoTime() + request.number("time", 1000) * 1_000_000;
        while (samples.size() < LEAST_RUNS_OF_DD || System.nanoTime() < end) {
            samples.add(DdRuntime.nanosPerBlock(bytes));
        }
        return new Outcome(List.of(), samples, check(input(Math.toIntExact(bytes))), Map.of());
    }

    private static byte[] input(int length) {
        var input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i * FACTOR + SUMMAND);
        }
        return input;
    }

    /** Length and a hash, FNV-1a of 64 bits, which sees the order. */
    private static String check(byte[] output) {
        long hash = FNV_OFFSET;
        for (var each : output) {
            hash = (hash ^ each & 0xFF) * FNV_PRIME;
        }
        return output.length + " " + Long.toHexString(hash);
    }
}

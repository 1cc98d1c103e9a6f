package dev.mortise.lab.report;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The figures of the three experiments as they were published, on other machines than this one. */
record Published(Extism extism, Ffi ffi, Multiply multiply, Simulate simulate) {

    /** Said wherever such a figure stands. */
    static final String MARK = "published, another machine";

    /**
     * The throughput of plug-ins.
     *
     * @param ddMebibytesPerSecond of {@code dd} with blocks of 64 KiB
     * @param nanosACall that a call of the kernel took, one way
     * @param nanosACallInReflect the same where the guest also calls a host function
     */
    record Extism(String source, String machine, List<Throughput> rows, double ddMebibytesPerSecond, double nanosACall,
            double nanosACallInReflect) {
    }

    /** One of its figures. */
    record Throughput(String function, long bytes, double mebibytesPerSecond) {
    }

    /** Whole programs. */
    record Ffi(String source, String machine, List<Host> rows) {
    }

    /** One of its figures, in seconds. */
    record Host(String host, double mean, double median, double min, double max) {
    }

    /**
     * The micro tests.
     *
     * @param millisByTest for 100,000 calls, test 1 first
     */
    record Multiply(String source, String machine, List<Double> millisByTest) {
    }

    /**
     * The cache policies.
     *
     * @param ways how the policy was asked, native first
     * @param secondsByPolicy a figure a way
     */
    record Simulate(String source, String machine, List<String> ways, Map<String, List<Double>> secondsByPolicy) {
    }

    static Published read() {
        return JsonMapper.shared().readValue(Resources.text("published.json"), Published.class);
    }
}

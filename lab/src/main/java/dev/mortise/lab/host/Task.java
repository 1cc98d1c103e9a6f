package dev.mortise.lab.host;

import java.util.Arrays;
import java.util.Locale;

/** What can be measured. */
enum Task {
    /** A call of an Extism plug-in with a large input. */
    THROUGHPUT,
    /** A program for WASI, run once. */
    FFI,
    /** Many calls of a tiny function. */
    MULTIPLY,
    /** A cache's policy, asked for each object of a trace. */
    SIMULATE,
    /** A call with a list of numbers. */
    TRANSFER;

    /** Its name on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Task named(String label) {
        return Arrays.stream(values()).filter(task -> task.label().equals(label)).findFirst()
                .orElseThrow(() -> new UsageException("there is no task '%s'".formatted(label)));
    }
}

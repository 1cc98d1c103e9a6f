package dev.mortise.lab.report;

import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Summary;

/**
 * What a contender took for a task.
 *
 * @param measurement where it is from
 * @param summary nanoseconds an operation
 */
record Figure(Measurement measurement, Summary summary) {

    private static final double BYTES_IN_A_MEBIBYTE = 1 << 20;
    private static final double NANOS_IN_A_SECOND = 1e9;

    String contender() {
        return measurement.contender();
    }

    double median() {
        return summary.median();
    }

    /** What one operation is divided by to have one call or request; 1 where it is one thing. */
    static double partsOf(Measurement measurement) {
        var count = switch (measurement.task()) {
            case "multiply" -> measurement.key("compile").equals("in") ? "" : measurement.key("calls");
            case "simulate" -> measurement.key("requests");
            default -> "";
        };
        var number = Format.whole(count);
        return number > 0 ? number : 1;
    }

    /** Nanoseconds a call, a request, or whatever the thing is. */
    double nanos() {
        return median() / partsOf(measurement);
    }

    double low() {
        return summary.low() / partsOf(measurement);
    }

    double high() {
        return summary.high() / partsOf(measurement);
    }

    /** Of the task's bytes. */
    double mebibytesPerSecond() {
        return mebibytesPerSecond(median());
    }

    double mebibytesPerSecond(double nanos) {
        return bytes() / BYTES_IN_A_MEBIBYTE / (nanos / NANOS_IN_A_SECOND);
    }

    /** How many bytes the task is about; 0 if it is not. */
    long bytes() {
        return Format.whole(measurement.key("bytes"));
    }
}

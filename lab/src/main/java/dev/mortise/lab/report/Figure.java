package dev.mortise.lab.report;

import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Summary;
import java.util.List;

/**
 * What a contender took for a task.
 *
 * @param measurement where it is from
 * @param summary nanoseconds an operation
 */
record Figure(Measurement measurement, Summary summary) {

    /** Behind the figure of a single process. */
    static final String ONE_PROCESS = "†";
    /** Behind a figure whose samples are still falling, or far apart. */
    static final String NOT_STEADY = "‡";

    /** Times the least: further than chance and a noisy machine take samples apart. */
    private static final double FAR = 3;
    /** Of the first third's median: the last third of a process that is warm is not below. */
    private static final double STILL_FALLING = 0.8;
    private static final int THIRDS = 3;
    private static final int TENTHS = 10;

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

    /** What a reader has to know of the figure: nothing, or signs that its table explains. */
    String mark() {
        return (summary.processes() == 1 ? ONE_PROCESS : "") + (isSteady() ? "" : NOT_STEADY);
    }

    private boolean isSteady() {
        var samples = measurement.forks().stream().map(Fork::samples).toList();
        return summary.high() <= FAR * summary.low() && samples.stream().noneMatch(Figure::isFarApart)
                && samples.stream().noneMatch(Figure::isFalling);
    }

    /** But for a tenth at each end, where the machine's own moments are. */
    private static boolean isFarApart(List<Double> samples) {
        var sorted = samples.stream().sorted().toList();
        int aside = (sorted.size() - 1) / TENTHS;
        return !sorted.isEmpty() && sorted.get(sorted.size() - 1 - aside) > FAR * sorted.get(aside);
    }

    private static boolean isFalling(List<Double> samples) {
        int third = samples.size() / THIRDS;
        return third > 1 && middle(samples.subList(samples.size() - third, samples.size())) < STILL_FALLING
                * middle(samples.subList(0, third));
    }

    private static double middle(List<Double> samples) {
        return samples.stream().sorted().toList().get(samples.size() / 2);
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

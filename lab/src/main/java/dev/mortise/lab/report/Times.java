package dev.mortise.lab.report;

import dev.mortise.lab.result.Measurement;

/** Times as the report has them, for whoever prints them elsewhere. */
public final class Times {

    private Times() {}

    /** What a time of the measurement is of, in words: a call, a request, or the whole run where that is one thing. */
    public static String of(Measurement measurement) {
        return switch (measurement.task()) {
            case "multiply" -> Figure.partsOf(measurement) > 1 ? "a call" : "a run";
            case "simulate" -> "a request";
            case "ffi" -> "a process";
            default -> "a call";
        };
    }

    /** Nanoseconds of the measurement's operation, as the time of one of these, in the unit that suits it. */
    public static String time(Measurement measurement, double nanos) {
        return Format.time(nanos / Figure.partsOf(measurement));
    }
}

package dev.mortise.lab.result;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the lab: a line of the result file.
 *
 * @param format of the line, {@link #FORMAT}
 * @param started when, in UTC, as in {@code 2026-11-21T17:00:00Z}
 * @param seconds how long it took
 * @param command what was typed
 * @param mortise version and, where it is known, the commit
 * @param thorough whether it took its time, for figures to quote
 * @param interrupted whether somebody ended it before all was measured
 * @param machine where it ran
 * @param noise what else the machine did meanwhile; {@link #doubts} is the whole of what speaks against the figures
 * @param contenders who took part, and who did not and why, in the order of the report
 * @param measurements one a contender and task, failed ones included
 */
public record LabRun(int format, String started, double seconds, String command, String mortise, boolean thorough,
        boolean interrupted, Machine machine, Noise noise, List<Participant> contenders,
        List<Measurement> measurements) {

    /** Of lines that this version writes. */
    public static final int FORMAT = 1;

    public LabRun {
        contenders = List.copyOf(contenders);
        measurements = List.copyOf(measurements);
    }

    /** Who has this id, if it is known to the run. */
    public Optional<Participant> contender(String id) {
        return contenders.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** How well its processes agree. */
    public Agreement agreement() {
        return Agreement.of(measurements);
    }

    /** Why its figures are not to be quoted, in words; "" if nothing speaks against it. */
    public String doubts() {
        return Stream.of(noise.noisy() ? noise.reason() : "", agreement().isPoor() ? agreement().text() : "")
                .filter(each -> !each.isEmpty()).collect(Collectors.joining("; "));
    }

    /** What was measured for an experiment: {@code extism}, {@code ffi}, {@code scripting} or {@code simulator}. */
    public List<Measurement> of(String experiment) {
        return measurements.stream().filter(each -> each.experiment().equals(experiment)).toList();
    }
}

package dev.mortise.lab.result;

import java.util.List;
import java.util.Optional;

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
 * @param noise what else the machine did meanwhile
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

    /** What was measured for an experiment: {@code extism}, {@code ffi}, {@code scripting} or {@code simulator}. */
    public List<Measurement> of(String experiment) {
        return measurements.stream().filter(each -> each.experiment().equals(experiment)).toList();
    }
}

package dev.mortise.simulator;

import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What came of a sweep.
 *
 * @param trace the requests
 * @param results by policy and way in the order given, and in these by size
 */
public record SweepResult(Trace trace, List<RunResult> results) {

    private record Cell(String policy, long cacheBytes) {}

    /** Keeps the list as it is now. */
    public SweepResult {
        results = List.copyOf(results);
    }

    /** The runs that came to their end. */
    public List<Measured> measured() {
        return results.stream().filter(Measured.class::isInstance).map(Measured.class::cast).toList();
    }

    /** The runs that failed. */
    public List<Failed> failed() {
        return results.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
    }

    /** Where two ways of running one policy at one size have not counted the same. */
    public List<Disagreement> disagreements() {
        var firsts = new LinkedHashMap<Cell, Measured>();
        var found = new ArrayList<Disagreement>();
        for (var each : measured()) {
            var first = firsts.putIfAbsent(new Cell(each.way().policy(), each.cacheBytes()), each);
            if (first != null && first.hits() != each.hits()) {
                found.add(new Disagreement(first, each, "hits", first.hits(), each.hits()));
            }
        }
        found.addAll(differentOutcomes());
        return found;
    }

    /** Among the ways that tell them. */
    private List<Disagreement> differentOutcomes() {
        var firsts = new LinkedHashMap<Cell, Measured>();
        var found = new ArrayList<Disagreement>();
        for (var each : measured()) {
            if (each.outcomes().isEmpty()) {
                continue;
            }
            var first = firsts.putIfAbsent(new Cell(each.way().policy(), each.cacheBytes()), each);
            if (first == null || first.hits() != each.hits()) {
                continue;
            }
            var expected = first.outcomes().orElseThrow();
            var actual = each.outcomes().orElseThrow();
            if (expected.bypasses() != actual.bypasses()) {
                found.add(new Disagreement(first, each, "bypasses", expected.bypasses(), actual.bypasses()));
            } else if (expected.hitBytes() != actual.hitBytes()) {
                found.add(new Disagreement(first, each, "bytes hit", expected.hitBytes(), actual.hitBytes()));
            }
        }
        return found;
    }

    /** How many times as long this run took as the same policy in Java at the same size, if that was run. */
    public OptionalDouble ratioToJava(Measured run) {
        return measured().stream().filter(each -> each.way().abi() == PolicyAbi.JAVA
                && each.way().policy().equals(run.way().policy()) && each.cacheBytes() == run.cacheBytes())
                .mapToDouble(java -> run.seconds() / java.seconds()).findFirst();
    }
}

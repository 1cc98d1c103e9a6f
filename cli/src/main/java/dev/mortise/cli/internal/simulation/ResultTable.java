package dev.mortise.cli.internal.simulation;

import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.RunResult.Outcomes;
import dev.mortise.simulator.SweepResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Results for a person: a line for each policy and size with what all ways have counted, and a column for the time of
 * each way.
 */
public final class ResultTable {

    private static final String UNKNOWN = "-";
    private static final String GAP = "  ";

    private ResultTable() {}

    /** The table, with a line about the trace above it. */
    public static String of(SweepResult result) {
        var ways = new LinkedHashSet<String>();
        var rows = new LinkedHashMap<String, List<RunResult>>();
        result.results().stream().sorted(Comparator.comparing(run -> run.way().abi()))
                .forEach(run -> ways.add(column(run, result)));
        for (var each : result.results()) {
            rows.computeIfAbsent(each.way().policy() + " " + each.cacheBytes(), key -> new ArrayList<>()).add(each);
        }
        var lines = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("policy", "cache", "hits", "ratio", "byte hits", "bypasses"));
        ways.forEach(way -> head.add(way + " s"));
        lines.add(head);
        rows.values().forEach(runs -> lines.add(row(runs, ways, result)));
        var trace = result.trace();
        return "%s: %,d requests for %,d objects of %s\n\n%s".formatted(trace.name(), trace.requests(), trace.objects(),
                CacheSize.text(trace.objectBytes()), aligned(lines));
    }

    /** What the column with this run's time is called: its ABI, and the file where that alone would not tell. */
    private static String column(RunResult run, SweepResult result) {
        var isAmbiguous = result.results().stream().map(RunResult::way)
                .filter(way -> way.policy().equals(run.way().policy()) && way.abi() == run.way().abi())
                .anyMatch(way -> !way.implementation().equals(run.way().implementation()));
        return isAmbiguous ? "%s %s".formatted(run.way().implementation(), run.way().abi().label())
                : run.way().abi().label();
    }

    private static List<String> row(List<RunResult> runs, Iterable<String> ways, SweepResult result) {
        var first = runs.getFirst();
        var cells = new ArrayList<>(List.of(first.way().policy(), CacheSize.text(first.cacheBytes())));
        var measured = runs.stream().filter(Measured.class::isInstance).map(Measured.class::cast).toList();
        if (measured.isEmpty()) {
            cells.addAll(List.of(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
        } else {
            cells.add(String.format(Locale.ROOT, "%,d", measured.getFirst().hits()));
            cells.add(String.format(Locale.ROOT, "%.4f", measured.getFirst().hitRatio()));
            var outcomes = measured.stream().flatMap(run -> run.outcomes().stream()).findFirst();
            cells.add(outcomes.map(Outcomes::byteHitRatio).map(ratio -> String.format(Locale.ROOT, "%.4f", ratio))
                    .orElse(UNKNOWN));
            cells.add(outcomes.map(each -> String.format(Locale.ROOT, "%,d", each.bypasses())).orElse(UNKNOWN));
        }
        Map<String, RunResult> byWay = runs.stream().collect(Collectors.toMap(run -> column(run, result), run -> run,
                (one, other) -> one));
        for (var way : ways) {
            var run = byWay.get(way);
            cells.add(run == null ? UNKNOWN : time(run, result));
        }
        return cells;
    }

    private static String time(RunResult run, SweepResult result) {
        return switch (run) {
            case RunResult.Failed failed -> "failed";
            case Measured measured -> {
                var seconds = String.format(Locale.ROOT, "%.4f", measured.seconds());
                var ratio = result.ratioToJava(measured);
                yield measured.way().abi() == PolicyAbi.JAVA || ratio.isEmpty() ? seconds
                        : seconds + String.format(Locale.ROOT, " x%.1f", ratio.getAsDouble());
            }
        };
    }

    /** Words to the left, numbers to the right. */
    private static String aligned(List<List<String>> lines) {
        var widths = new int[lines.getFirst().size()];
        for (var line : lines) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var line : lines) {
            for (var i = 0; i < widths.length; i++) {
                var cell = line.get(i);
                var blanks = " ".repeat(widths[i] - cell.length());
                text.append(i == 0 ? cell + blanks : GAP + blanks + cell);
            }
            text.append('\n');
        }
        return text.toString();
    }
}

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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Results for a person, in tables with a line for each policy and size: what all ways have counted, then the time of each
 * way in a column. Where the columns do not fit into 80 characters they go on below.
 */
public final class ResultTable {

    private static final int WIDTH = 80;
    private static final String UNKNOWN = "-";
    private static final String GAP = "  ";
    /** Columns that each table begins with: policy and size. */
    private static final int NAMES = 2;

    private ResultTable() {}

    /** The tables, with a line about the trace above them. */
    public static String of(SweepResult result) {
        var ways = new LinkedHashSet<String>();
        var rows = new LinkedHashMap<String, List<RunResult>>();
        result.results().stream().sorted(Comparator.comparing(run -> run.way().abi()))
                .forEach(run -> ways.add(column(run, result)));
        for (var each : result.results()) {
            rows.computeIfAbsent(each.way().policy() + " " + each.cacheBytes(), key -> new ArrayList<>()).add(each);
        }
        var counts = new ArrayList<List<String>>();
        counts.add(List.of("policy", "cache", "hits", "ratio", "byte hits", "bypasses"));
        rows.values().forEach(runs -> counts.add(counts(runs)));
        var times = new ArrayList<List<String>>();
        times.add(Stream.concat(Stream.of("policy", "cache"), ways.stream()).toList());
        rows.values().forEach(runs -> times.add(times(runs, ways, result)));
        var trace = result.trace();
        return "%s: %,d requests for %,d objects of %s\n\n%s\nSeconds%s\n\n%s".formatted(trace.name(), trace.requests(),
                trace.objects(), CacheSize.text(trace.objectBytes()), aligned(counts),
                ways.contains(PolicyAbi.JAVA.label()) ? "; x: times as long as in Java" : "", aligned(times));
    }

    /** What the column with this run's time is called: its ABI, and the file where that alone would not tell. */
    static String column(RunResult run, SweepResult result) {
        var isAmbiguous = result.results().stream().map(RunResult::way)
                .filter(way -> way.policy().equals(run.way().policy()) && way.abi() == run.way().abi())
                .anyMatch(way -> !way.implementation().equals(run.way().implementation()));
        return isAmbiguous ? "%s %s".formatted(run.way().implementation(), run.way().abi().label())
                : run.way().abi().label();
    }

    private static List<String> names(RunResult run) {
        return List.of(run.way().policy(), CacheSize.text(run.cacheBytes()));
    }

    private static List<String> counts(List<RunResult> runs) {
        var cells = new ArrayList<>(names(runs.getFirst()));
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
        return cells;
    }

    private static List<String> times(List<RunResult> runs, Iterable<String> ways, SweepResult result) {
        var cells = new ArrayList<>(names(runs.getFirst()));
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

    private static String aligned(List<List<String>> lines) {
        var widths = new int[lines.getFirst().size()];
        for (var line : lines) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        // A long path in front makes the lines long, but does not leave the columns without room.
        var namesWidth = Math.min(widths[0] + GAP.length() + widths[1], WIDTH / 2);
        var text = new StringBuilder();
        for (var from = NAMES; from < widths.length;) {
            var to = from;
            var width = namesWidth;
            do {
                width += GAP.length() + widths[to++];
            } while (to < widths.length && width + GAP.length() + widths[to] <= WIDTH);
            text.append(text.isEmpty() ? "" : "\n");
            for (var line : lines) {
                appendLine(line, widths, from, to, text);
            }
            from = to;
        }
        return text.toString();
    }

    /** Policies to the left, numbers to the right. */
    private static void appendLine(List<String> line, int[] widths, int from, int to, StringBuilder text) {
        text.append(line.getFirst()).repeat(' ', widths[0] - line.getFirst().length());
        IntStream.concat(IntStream.range(1, NAMES), IntStream.range(from, to)).forEach(i -> text.append(GAP)
                .repeat(' ', widths[i] - line.get(i).length()).append(line.get(i)));
        text.append('\n');
    }
}

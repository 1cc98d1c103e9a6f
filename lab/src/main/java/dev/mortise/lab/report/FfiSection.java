package dev.mortise.lab.report;

import dev.mortise.lab.report.Chart.Kind;
import dev.mortise.lab.report.Chart.Point;
import dev.mortise.lab.report.Chart.Row;
import dev.mortise.lab.report.Chart.Series;
import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Fork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Experiment B: a whole program, from its process's start to its exit. */
final class FfiSection {

    private static final String TASK = "ffi";
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;
    /** Times what Mortise takes: who takes longer would leave no room for the parts of others. */
    private static final double MOST_IN_BARS = 4;
    private static final String OFF = "off";
    private static final String REST = "rest of the process";
    /** In the order of the work, with what they are called here. */
    private static final Map<String, String> PARTS = Map.of("start", "runtime's start", "load", "load", "compile",
            "compile", "instantiate", "instantiate", "run", "run");
    private static final List<String> ORDER = List.of("start", "load", "compile", "instantiate", "run");

    private final Figures figures;
    private final Published.Ffi published;
    private final List<Figure> measured;

    FfiSection(Figures figures, Published.Ffi published) {
        this.figures = figures;
        this.published = published;
        this.measured = figures.of(TASK);
    }

    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Text("A WASI program pushes random numbers to a vector and prints its length and mean. It "
                + "is timed as a whole process by whoever starts it, so the host's own start and the compilation are "
                + "in it. Cache on: the host uses what it keeps to start faster the second time."));
        for (var iterations : iterations()) {
            var here = with(iterations);
            var parts = new ArrayList<Block>(List.of(dots(iterations, here)));
            table(iterations, here).ifPresent(parts::add);
            if (isMain(iterations)) {
                blocks.addAll(parts);
                var bars = bars(iterations, here);
                if (!bars.isEmpty()) {
                    blocks.add(bars);
                }
            } else {
                blocks.add(new Block.Fold("%s rounds".formatted(Format.count(iterations)), parts));
            }
        }
        var lines = lines();
        if (!lines.isEmpty()) {
            blocks.add(lines);
        }
        blocks.add(publishedTable());
        blocks.add(new AllFigures(figures).of(TASK, "ms"));
        return new Section(TASK, "B. A whole program in place of a foreign function", blocks);
    }

    /** The most first, for that is the published one. */
    private List<String> iterations() {
        return measured.stream().map(each -> each.measurement().key("iterations")).distinct()
                .sorted(Comparator.comparingDouble(Format::whole).reversed()).toList();
    }

    private boolean isMain(String iterations) {
        return iterations.equals(iterations().getFirst());
    }

    private List<Figure> with(String iterations) {
        return measured.stream().filter(each -> each.measurement().key("iterations").equals(iterations)).toList();
    }

    private List<String> ranked(List<Figure> here) {
        return figures.contenders(here.stream().map(Figure::measurement).toList()).stream()
                .sorted(Comparator.comparingDouble(each -> here.stream()
                        .filter(figure -> figure.contender().equals(each)).mapToDouble(Figure::median).min()
                        .orElse(Double.MAX_VALUE)))
                .toList();
    }

    private Chart dots(String iterations, List<Figure> here) {
        var ranked = ranked(here);
        var rows = new ArrayList<Row>();
        ranked.forEach(each -> rows.add(new Row(figures.title(each), figures.family(each).style())));
        var series = new ArrayList<Series>();
        for (var cache : List.of(OFF, "on")) {
            var points = here.stream().filter(each -> each.measurement().key("cache").equals(cache))
                    .map(each -> new Point(ranked.indexOf(each.contender()), each.median() / MILLI,
                            each.low() / MILLI, each.high() / MILLI, "%s, cache %s: %s; %s".formatted(
                                    figures.title(each.contender()), cache, Format.time(each.median()),
                                    Format.interval(each.summary(), Format.time(each.low()),
                                            Format.time(each.high())))))
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series("cache " + cache, "", points));
            }
        }
        if (Format.whole(iterations) == 999_999) {
            var points = new ArrayList<Point>();
            for (var each : published.rows()) {
                points.add(new Point(rows.size(), each.median() * SECOND / MILLI, each.min() * SECOND / MILLI,
                        each.max() * SECOND / MILLI, "%s: %s, %s".formatted(each.host(),
                                Format.time(each.median() * SECOND), Published.MARK)));
                rows.add(new Row(each.host() + ", published", "published"));
            }
            series.add(new Series(Published.MARK, "published", points));
        }
        return new Chart(Kind.DOTS, "%s rounds, start to exit".formatted(Format.count(iterations)),
                "Logarithmic: equal distances are equal ratios. Left is better.", "ms, the whole process", "", true,
                rows, series);
    }

    private Optional<Table> table(String iterations, List<Figure> here) {
        if (here.isEmpty()) {
            return Optional.empty();
        }
        var lines = new ArrayList<Line>();
        here.stream().sorted(Comparator.comparingDouble(Figure::median)).forEach(each -> {
            var summary = each.summary();
            lines.add(new Line(figures.family(each.contender()).style(), List.of(
                    Cell.text(figures.title(each.contender())), Cell.text(each.measurement().key("cache")),
                    Cell.number(summary.mean() / MILLI), Cell.number(summary.median() / MILLI).of(each),
                    Cell.number(summary.min() / MILLI), Cell.number(summary.max() / MILLI),
                    times(figures.ratio(each, Family.CLI)), times(figures.ratio(each, Family.RUST)),
                    times(figures.ratio(each, Family.JAVA)), Cell.count(summary.processes()))));
        });
        return Optional.of(new Table("%s rounds, ms from start to exit".formatted(Format.count(iterations)),
                references(here),
                isMain(iterations), List.of(Column.text("Who"),
                        Column.text("Cache"), Column.number("Mean"), Column.number("Median"), Column.number("Least"),
                        Column.number("Most"), Column.number("× CLI"), Column.number("× Rust"),
                        Column.number("× Java"), Column.number("Runs")),
                lines).withoutEmptyColumns());
    }

    /** What the ratios of these are to. */
    private String references(List<Figure> here) {
        var parts = new ArrayList<String>();
        if (has(here, Family.CLI)) {
            parts.add("× CLI: how many times as long as wasmtime's own command with the same use of a cache.");
        }
        var natives = new ArrayList<String>();
        if (has(here, Family.RUST)) {
            natives.add("× Rust");
        }
        if (has(here, Family.JAVA)) {
            natives.add("× Java");
        }
        if (!natives.isEmpty()) {
            parts.add("%s: how many times as long as the same program without WebAssembly.".formatted(
                    String.join(" and ", natives)));
        }
        return String.join(" ", parts);
    }

    private boolean has(List<Figure> here, String reference) {
        return here.stream().anyMatch(each -> figures.ratio(each, reference).isPresent());
    }

    private static Cell times(OptionalDouble ratio) {
        return ratio.isPresent() ? Cell.times(ratio.getAsDouble()) : Cell.missing();
    }

    /** Where the time goes, for hosts that can tell. */
    private Chart bars(String iterations, List<Figure> here) {
        var most = MOST_IN_BARS * Figures.find(here, Family.MORTISE_ID, row -> true).map(Figure::median)
                .orElse(Double.POSITIVE_INFINITY);
        var splitting = here.stream().filter(each -> each.median() < most && each.measurement().forks().stream()
                .anyMatch(fork -> !fork.split().isEmpty())).sorted(Comparator.comparingDouble(Figure::median)).toList();
        var parts = new LinkedHashSet<>(ORDER);
        splitting.forEach(each -> each.measurement().forks().forEach(fork -> parts.addAll(fork.split().keySet())));
        var rows = splitting.stream().map(each -> new Row("%s, cache %s".formatted(figures.title(each.contender()),
                each.measurement().key("cache")), figures.family(each.contender()).style())).toList();
        var series = new ArrayList<Series>();
        for (var part : parts) {
            addBars(series, PARTS.getOrDefault(part, part), "", splitting,
                    fork -> fork.split().getOrDefault(part, 0.0));
        }
        addBars(series, REST, "rest", splitting, fork -> Math.max(0, fork.wallNanos()
                - fork.split().values().stream().mapToDouble(Double::doubleValue).sum()));
        var isKept = splitting.stream().anyMatch(each -> each.measurement().key("cache").equals("on"));
        return new Chart(Kind.BARS, "Where the time goes, %s rounds".formatted(Format.count(iterations)),
                "Means over the processes of those who can tell, but who take over four times as long as Mortise. Linear."
                        + (isKept ? " With the cache on, compile is mostly the loading of what was kept." : ""),
                "ms, the whole process", "", false, rows,
                series);
    }

    private void addBars(List<Series> series, String name, String style, List<Figure> of,
            ToDoubleFunction<Fork> part) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < of.size(); i++) {
            var nanos = of.get(i).measurement().forks().stream().mapToDouble(part).average().orElse(0);
            if (nanos > 0) {
                points.add(new Point(i, nanos / MILLI, Double.NaN, Double.NaN, "%s, %s: %s".formatted(
                        figures.title(of.get(i).contender()), name, Format.time(nanos))));
            }
        }
        if (!points.isEmpty()) {
            series.add(new Series(name, style, points));
        }
    }

    /** The time over the rounds, for those who were asked for several. */
    private Chart lines() {
        var off = measured.stream().filter(each -> each.measurement().key("cache").equals(OFF)).toList();
        var several = off.stream().filter(each -> off.stream()
                .filter(other -> other.contender().equals(each.contender())).count() > 1).toList();
        var series = new ArrayList<Series>();
        var shown = new ArrayList<>(Leads.of(figures, several));
        shown.addAll(List.of(Family.JAVA, Family.RUST));
        for (var contender : shown) {
            var points = off.stream().filter(each -> each.contender().equals(contender))
                    .sorted(Comparator.comparingDouble(each -> Format.whole(each.measurement().key("iterations"))))
                    .map(each -> new Point(Format.whole(each.measurement().key("iterations")), each.median() / MILLI,
                            each.low() / MILLI, each.high() / MILLI, "%s, %s: %s".formatted(
                                    figures.title(contender), Labels.of(each.measurement()),
                                    Format.time(each.median()))))
                    .toList();
            if (points.size() > 1) {
                series.add(new Series(figures.title(contender), figures.family(contender).style(), points));
            }
        }
        return new Chart(Kind.LINES, "Time over the rounds",
                "Both axes are logarithmic; cache off. Below is better. " + Leads.NOTE,
                "ms, the whole process", "rounds", true, List.of(), series);
    }

    private Table publishedTable() {
        var lines = new ArrayList<Line>();
        var first = published.rows().getFirst();
        for (var each : published.rows()) {
            lines.add(new Line("published", List.of(Cell.text(each.host()), Cell.number(each.mean() * SECOND / MILLI),
                    Cell.number(each.median() * SECOND / MILLI), Cell.number(each.min() * SECOND / MILLI),
                    Cell.number(each.max() * SECOND / MILLI),
                    Cell.number("%.2f".formatted(each.mean() / first.mean()), each.mean() / first.mean()))));
        }
        return new Table("Published, on another machine, ms",
                "%s; %s. The article speaks of a difference of 1.62 %%; its "
                        .formatted(published.source(), published.machine())
                        + "figures are 0.0162 s apart, which is 33 %. Not to be compared figure by figure with this machine's.",
                false, List.of(Column.text("Host"), Column.number("Mean"), Column.number("Median"),
                        Column.number("Least"), Column.number("Most"), Column.number("× CLI")),
                lines);
    }
}

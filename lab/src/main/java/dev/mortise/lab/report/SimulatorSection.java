package dev.mortise.lab.report;

import dev.mortise.lab.report.Chart.Kind;
import dev.mortise.lab.report.Chart.Point;
import dev.mortise.lab.report.Chart.Row;
import dev.mortise.lab.report.Chart.Series;
import dev.mortise.lab.report.Matrix.Condition;
import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Experiment C, its macro benchmark: cache policies as plug-ins, asked at each request of a trace. */
final class SimulatorSection {

    private static final String TASK = "simulate";
    private static final String RELEASE = "release";
    private static final String NATIVE = "native";
    private static final String DIRECT = "direct";
    private static final String TRUE = "true";

    private final Figures figures;
    private final Published.Simulate published;
    private final List<Figure> measured;

    SimulatorSection(Figures figures, Published.Simulate published) {
        this.figures = figures;
        this.published = published;
        this.measured = figures.of(TASK);
    }

    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(
                new Block.Text("A cache's policy is a plug-in that is asked at each request of a trace. direct passes "
                        + "the request's identity and size as two integers, struct and bincode as bytes. cached: functions "
                        + "are looked up once. A figure is a whole simulation, put as nanoseconds a request."));
        var sizes = measured.stream().map(Figure::bytes).distinct().sorted().toList();
        if (!sizes.isEmpty()) {
            var bars = bars(sizes.getFirst());
            if (!bars.isEmpty()) {
                blocks.add(bars);
            }
            for (var policy : policies()) {
                var lines = lines(policy);
                if (!lines.isEmpty()) {
                    blocks.add(lines);
                }
            }
            for (var policy : policies()) {
                matrix(policy, sizes.getFirst()).ifPresent(blocks::add);
            }
            overSizes(sizes).ifPresent(blocks::add);
        }
        blocks.add(publishedTable());
        blocks.add(new AllFigures(figures).of(TASK, "ns"));
        return new Section("simulator", "C. The simulator of cache policies", blocks);
    }

    private List<String> policies() {
        return measured.stream().map(each -> each.measurement().key("policy")).distinct().toList();
    }

    private Optional<Table> matrix(String policy, long bytes) {
        var conditions = new ArrayList<Condition>();
        for (var build : List.of(RELEASE, "debug")) {
            for (var way : published.ways()) {
                if (!way.equals(NATIVE)) {
                    conditions.add(new Condition(build.equals(RELEASE) ? way : "%s, debug build".formatted(way),
                            row -> is(row, policy, bytes) && Labels.way(row).equals(way)
                                    && row.key("build").equals(build),
                            row -> is(row, policy, bytes) && row.key("abi").equals(NATIVE)));
                }
            }
        }
        return new Matrix(figures, measured, Figure::nanos, false).table("%s, a cache of %s, ns a request".formatted(
                Labels.policy(policy), Format.bytes(bytes)), "the same policy without a plug-in",
                policy.equals("lru"), conditions);
    }

    private static boolean is(Measurement row, String policy, long bytes) {
        return row.key("policy").equals(policy) && row.key("bytes").equals(Long.toString(bytes));
    }

    /** The published bars as what they say wherever they are from: how many times as long as without a guest. */
    private Chart bars(long bytes) {
        var here = measured.stream().filter(each -> each.bytes() == bytes
                && each.measurement().key("build").equals(RELEASE)).toList();
        var rows = new ArrayList<Row>();
        var keys = new ArrayList<String>();
        for (var policy : policies()) {
            for (var way : published.ways()) {
                if (here.stream().anyMatch(each -> is(each.measurement(), policy, bytes)
                        && Labels.way(each.measurement()).equals(way))) {
                    rows.add(new Row("%s: %s".formatted(Labels.policy(policy), way), ""));
                    keys.add(policy + "\n" + way);
                }
            }
        }
        var series = new ArrayList<Series>();
        for (var contender : Leads.of(figures, here)) {
            var points = new ArrayList<Point>();
            for (var each : here) {
                var own = figures.reference(each.measurement(), nativeOf(contender));
                int row = keys.indexOf(each.measurement().key("policy") + "\n" + Labels.way(each.measurement()));
                if (each.contender().equals(contender) && own.isPresent() && row >= 0) {
                    var base = own.get().nanos();
                    points.add(new Point(row, each.nanos() / base, each.low() / base, each.high() / base,
                            "%s, %s: %s ns, %s times %s".formatted(figures.title(contender),
                                    Labels.of(each.measurement()), Format.number(each.nanos()),
                                    Format.times(each.nanos() / base), figures.title(own.get().contender()))));
                }
            }
            if (!points.isEmpty()) {
                series.add(new Series("%s ÷ %s".formatted(figures.title(contender), figures.title(nativeOf(contender))),
                        figures.family(contender).style(), points));
            }
        }
        var points = new ArrayList<Point>();
        for (int i = 0; i < keys.size() && !series.isEmpty(); i++) {
            var key = keys.get(i).split("\n");
            var seconds = published.secondsByPolicy().getOrDefault(key[0], List.of());
            int way = published.ways().indexOf(key[1]);
            if (!seconds.isEmpty() && way >= 0) {
                points.add(new Point(i, seconds.get(way) / seconds.getFirst(), Double.NaN, Double.NaN,
                        "%s: %s times its native, %s".formatted(rows.get(i).label(), Format.times(
                                seconds.get(way) / seconds.getFirst()), Published.MARK)));
            }
        }
        if (!points.isEmpty()) {
            series.add(new Series("Wasmer ÷ its native, " + Published.MARK, "published", points));
        }
        return new Chart(Kind.DOTS, "Policies as plug-ins, a cache of %s".formatted(Format.bytes(bytes)),
                "How many times as long as the same policy without a guest%s. Logarithmic. Left is better. "
                        .formatted(series.stream().anyMatch(each -> each.style().equals(Family.OUTSIDE.style()))
                                ? ", in plain Java for hosts on the JVM, else in native Rust where that was measured"
                                : ", in plain Java")
                        + Leads.NOTE,
                "times native", "", true, rows, series);
    }

    private String nativeOf(String contender) {
        var isOutside = figures.family(contender) == Family.OUTSIDE;
        var hasRust = measured.stream().anyMatch(each -> each.contender().equals(Family.RUST));
        return isOutside && hasRust ? Family.RUST : Family.JAVA;
    }

    private Chart lines(String policy) {
        var series = new ArrayList<Series>();
        var here = measured.stream().filter(each -> each.measurement().key("policy").equals(policy)).toList();
        for (var contender : figures.contenders(here.stream().map(Figure::measurement).toList())) {
            var points = here.stream().filter(each -> each.contender().equals(contender) && isPlain(each.measurement()))
                    .sorted(Comparator.comparingLong(Figure::bytes)).map(each -> new Point(each.bytes(), each.nanos(),
                            each.low(), each.high(), "%s, %s: %s ns a request".formatted(figures.title(contender),
                                    Labels.of(each.measurement()), Format.number(each.nanos()))))
                    .toList();
            if (points.size() > 1) {
                series.add(new Series(figures.title(contender), figures.family(contender).style(), points));
            }
        }
        return new Chart(Kind.LINES, "%s over the cache's size".formatted(Labels.policy(policy)),
                "Plug-ins: direct, cached. Both axes are logarithmic. Below is better.", "ns a request",
                "bytes of the cache", true, List.of(), series);
    }

    private static boolean isPlain(Measurement row) {
        return row.key("abi").equals(NATIVE) || row.key("abi").equals(DIRECT) && row.key("cached").equals(TRUE)
                && row.key("build").equals(RELEASE);
    }

    private Optional<Table> overSizes(List<Long> sizes) {
        if (sizes.size() < 2) {
            return Optional.empty();
        }
        var columns = new ArrayList<>(List.of(Column.text("Policy"), Column.text("Who")));
        sizes.forEach(each -> columns.add(Column.number(Format.bytes(each))));
        var lines = new ArrayList<Line>();
        for (var policy : policies()) {
            for (var contender : figures.contenders(measured.stream().map(Figure::measurement).toList())) {
                var found = sizes.stream().map(bytes -> Figures.find(measured, contender, row -> is(row, policy, bytes)
                        && isPlain(row))).toList();
                if (found.stream().filter(Optional::isPresent).count() > 1) {
                    var cells = new ArrayList<>(List.of(Cell.text(Labels.policy(policy)), Cell.text(
                            figures.title(contender))));
                    found.forEach(each -> cells.add(each.map(figure -> Cell.number(figure.nanos()).of(figure))
                            .orElse(Cell.missing())));
                    lines.add(new Line(figures.family(contender).style(), cells));
                }
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Table(
                "Over the cache's size, ns a request", "Plug-ins: direct, cached.", false, columns, lines));
    }

    private Table publishedTable() {
        var columns = new ArrayList<>(List.of(Column.text("Policy")));
        published.ways().forEach(each -> columns.add(Column.number(each + ", s")));
        var lines = new ArrayList<Line>();
        for (var policy : List.of("fifo", "lru", "lfu", "gds-published")) {
            var seconds = published.secondsByPolicy().getOrDefault(policy, List.of());
            var cells = new ArrayList<>(List.of(Cell.text(Labels.policy(policy))));
            seconds.forEach(each -> cells.add(Cell.number("%.3f".formatted(each), each)
                    .with(Format.times(each / seconds.getFirst()) + "\u00a0×")));
            lines.add(new Line("published", cells));
        }
        return new Table("Published, on another machine, seconds a simulation",
                "%s. %s. Below: times native there. Not "
                        .formatted(published.source(), published.machine())
                        + "to be compared figure by figure with this machine's.",
                false, columns, lines);
    }
}

package dev.mortise.lab.report;

import dev.mortise.lab.report.Chart.Kind;
import dev.mortise.lab.report.Chart.Point;
import dev.mortise.lab.report.Chart.Row;
import dev.mortise.lab.report.Chart.Series;
import dev.mortise.lab.report.Matrix.Condition;
import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Experiment A: how many bytes go through an Extism plug-in. */
final class ExtismSection {

    private static final String TASK = "throughput";
    private static final String UNIT = "MiB/s";
    private static final String MEMCPY = "memcpy";
    private static final List<String> FUNCTIONS = List.of("consume", "echo", "reflect", MEMCPY);

    private final Figures figures;
    private final Published.Extism published;
    private final List<Figure> measured;

    ExtismSection(Figures figures, Published.Extism published) {
        this.figures = figures;
        this.published = published;
        this.measured = figures.of(TASK);
    }

    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Text("A plug-in's code moves its input 8 bytes at a time, each with a call of "
                + "Extism's kernel. Mortise finds such loops and does most of their rounds at once, so most of these calls "
                + "are not made one by one there. consume: from the host into the plug-in. echo: in and out again. reflect: in, through a host function and back, "
                + "and out. memcpy: one copy without any plug-in. Those who run no guest make as many copies."));
        if (!measured.isEmpty()) {
            FUNCTIONS.forEach(each -> {
                var chart = chart(each);
                if (!chart.isEmpty()) {
                    blocks.add(chart);
                }
            });
            var conditions = new ArrayList<Condition>();
            for (var function : FUNCTIONS) {
                sizes().forEach(bytes -> conditions.add(new Condition("%s %s".formatted(function, Format.bytes(bytes)),
                        row -> row.key("function").equals(function) && row.key("bytes").equals(
                                Long.toString(bytes)))));
            }
            new Matrix(figures, measured, Figure::mebibytesPerSecond, true)
                    .table("Throughput, MiB/s (more is better)", "as many copies", true, conditions)
                    .ifPresent(blocks::add);
            NapkinRule.table(figures, published).ifPresent(blocks::add);
        }
        blocks.add(publishedTable());
        blocks.add(new AllFigures(figures).of(TASK, "µs"));
        return new Section("extism", "A. Extism plug-ins: throughput", blocks);
    }

    private List<Long> sizes() {
        return measured.stream().map(Figure::bytes).distinct().sorted().toList();
    }

    private Chart chart(String function) {
        var here = measured.stream().filter(each -> each.measurement().key("function").equals(function)).toList();
        var ranked = figures.contenders(here.stream().map(Figure::measurement).toList()).stream()
                .sorted(Comparator.comparingDouble(each -> -here.stream()
                        .filter(figure -> figure.contender().equals(each)).mapToDouble(Figure::mebibytesPerSecond)
                        .average().orElse(0)))
                .toList();
        var rows = new ArrayList<Row>();
        ranked.forEach(each -> rows.add(new Row(figures.title(each), figures.family(each).style())));
        var ofPublished = published.rows().stream().filter(each -> each.function().equals(function)).toList();
        if (!here.isEmpty() && ofPublished.stream().anyMatch(each -> here.stream()
                .anyMatch(figure -> figure.bytes() == each.bytes()))) {
            rows.add(new Row("Extism, published (M2 Mac)", "published"));
        }
        if (!here.isEmpty() && function.equals(MEMCPY)) {
            rows.add(new Row("dd, published (M2 Mac)", "published"));
        }
        var series = new ArrayList<Series>();
        for (var bytes : here.stream().map(Figure::bytes).distinct().sorted().toList()) {
            var points = new ArrayList<Point>();
            here.stream().filter(each -> each.bytes() == bytes).forEach(each -> points.add(point(each,
                    ranked.indexOf(each.contender()))));
            ofPublished.stream().filter(each -> each.bytes() == bytes)
                    .forEach(each -> points.add(new Point(rows.size() - 1, each.mebibytesPerSecond(), Double.NaN,
                            Double.NaN, "%s: %s %s, %s".formatted(Format.bytes(bytes),
                                    Format.number(each.mebibytesPerSecond()), UNIT, Published.MARK))));
            series.add(new Series(Format.bytes(bytes), "", points));
        }
        if (!here.isEmpty() && function.equals(MEMCPY)) {
            var value = published.ddMebibytesPerSecond();
            series.add(new Series("dd with blocks of 64 KiB, " + Published.MARK, "published",
                    List.of(new Point(rows.size() - 1, value, Double.NaN, Double.NaN,
                            "dd: %s %s, %s".formatted(Format.number(value), UNIT, Published.MARK)))));
        }
        series.removeIf(each -> each.points().isEmpty());
        var title = function.substring(0, 1).toUpperCase(Locale.ROOT) + function.substring(1);
        return new Chart(Kind.DOTS, title, "Logarithmic: equal distances are equal ratios. Right is better.", UNIT, "",
                true, rows, series);
    }

    private Point point(Figure figure, int row) {
        var low = figure.mebibytesPerSecond(figure.summary().high());
        var high = figure.mebibytesPerSecond(figure.summary().low());
        return new Point(row, figure.mebibytesPerSecond(), low, high, "%s, %s: %s %s; %s".formatted(
                figures.title(figure.contender()), Format.bytes(figure.bytes()),
                Format.number(figure.mebibytesPerSecond()), UNIT,
                Format.interval(figure.summary(), Format.number(low), Format.number(high))));
    }

    private Table publishedTable() {
        var lines = new ArrayList<Line>();
        for (var function : FUNCTIONS) {
            var here = published.rows().stream().filter(each -> each.function().equals(function)).toList();
            if (!here.isEmpty()) {
                var cells = new ArrayList<Cell>();
                cells.add(Cell.text(function));
                here.forEach(each -> cells.add(Cell.number(each.mebibytesPerSecond())));
                lines.add(new Line("published", cells));
            }
        }
        var columns = new ArrayList<Column>();
        columns.add(Column.text("Function"));
        published.rows().stream().map(Published.Throughput::bytes).distinct()
                .forEach(each -> columns.add(Column.number("%s, %s".formatted(Format.bytes(each), UNIT))));
        return new Table("Published, on another machine",
                "%s. %s. dd with blocks of 64 KiB there: %s %s. Not to be compared figure by figure with this machine's."
                        .formatted(published.source(), published.machine(), Format.number(
                                published.ddMebibytesPerSecond()), UNIT),
                false, columns, lines);
    }
}

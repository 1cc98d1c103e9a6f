package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Every figure of a task with all that is known of it, to be unfolded. */
final class AllFigures {

    /** More would not be seen in a curve so small. */
    private static final int CURVE = 40;

    private final Figures figures;

    AllFigures(Figures figures) {
        this.figures = figures;
    }

    /** The table in its fold. */
    Block.Fold of(String task, String unit) {
        var measured = figures.of(task);
        var isWhole = task.equals("ffi");
        var columns = new ArrayList<>(List.of(Column.text("What"), Column.text("Who")));
        columns.add(Column.text("Unit"));
        for (var head : List.of("Median", "Interval (confidence)", "× Java", "× Rust")) {
            columns.add(Column.number(head));
        }
        if (isWhole) {
            for (var head : List.of("× CLI", "Mean", "Least", "Most")) {
                columns.add(Column.number(head));
            }
        }
        for (var head : List.of("Samples", "Outliers", "Processes")) {
            columns.add(Column.number(head));
        }
        if (!isWhole) {
            columns.add(Column.text("Warm-up | measured"));
        }
        var lines = new ArrayList<Line>();
        for (var asked : figures.asked(task)) {
            var figure = measured.stream().filter(each -> each.measurement() == asked).findFirst();
            figure.ifPresent(each -> lines.add(line(each, unit(each.measurement(), unit), isWhole)));
        }
        var note = "The median is that of the processes' medians, and the interval its own; two processes reach 50 % "
                + "between the least and the greatest, three 75 %, six 96 %. Outliers are samples further than one and a "
                + "half times the middle half's width from the middle half; they are counted and stay in. "
                + (isWhole ? "A sample is a whole process."
                        : "The curves are of the first process: each sample before measuring began, and from the bar on, on a logarithmic "
                                + "scale of their own.");
        return new Block.Fold("All figures, with intervals, outliers%s".formatted(isWhole ? "" : " and warm-up"),
                List.of(new Table("%,d figures".formatted(lines.size()), note, false, columns, lines)
                        .withoutEmptyColumns()));
    }

    /** A run with its compilation is not put as calls. */
    private static String unit(Measurement measurement, String unit) {
        return switch (measurement.task()) {
            case "multiply" -> measurement.key("compile").equals("in") ? "ms a run" : unit + " a call";
            case "simulate" -> unit + " a request";
            case "ffi" -> unit + " a process";
            default -> unit + " a call";
        };
    }

    private static double scale(String unit) {
        return unit.startsWith("ns") ? 1 : unit.startsWith("µs") ? 1e3 : unit.startsWith("ms") ? 1e6 : 1e9;
    }

    private Line line(Figure figure, String unit, boolean isWhole) {
        var scale = scale(unit);
        var summary = figure.summary();
        var cells = new ArrayList<Cell>();
        cells.add(Cell.text(Labels.of(figure.measurement())));
        cells.add(Cell.text(figures.title(figure.contender())));
        cells.add(Cell.text(unit.replace(' ', '\u00a0')));
        cells.add(Cell.number(Format.number(figure.nanos() / scale), figure.nanos()).of(figure));
        cells.add(Cell.number(Format.interval(summary, Format.number(figure.low() / scale),
                Format.number(figure.high() / scale)), (figure.high() - figure.low()) / figure.nanos()));
        cells.add(times(figures.ratio(figure, Family.JAVA)));
        cells.add(times(figures.ratio(figure, Family.RUST)));
        if (isWhole) {
            cells.add(times(figures.ratio(figure, Family.CLI)));
            cells.add(Cell.number(summary.mean() / scale));
            cells.add(Cell.number(summary.min() / scale));
            cells.add(Cell.number(summary.max() / scale));
        }
        cells.add(Cell.count(summary.samples()));
        cells.add(Cell.count(summary.outliers()));
        cells.add(Cell.count(summary.processes()));
        if (!isWhole) {
            cells.add(curve(figure.measurement()));
        }
        return new Line(figures.family(figure.contender()).style(), cells);
    }

    private static Cell times(OptionalDouble ratio) {
        return ratio.isPresent() ? Cell.times(ratio.getAsDouble()) : Cell.missing();
    }

    /** Warm-up, a gap, samples. */
    private static Cell curve(Measurement measurement) {
        if (measurement.forks().isEmpty()) {
            return Cell.missing();
        }
        var fork = measurement.forks().getFirst();
        var curve = new ArrayList<>(thinned(fork.warmup(), CURVE));
        curve.add(Double.NaN);
        curve.addAll(thinned(fork.samples(), CURVE / 2));
        return curve.size() < 3 ? Cell.missing() : Cell.curve(curve);
    }

    private static List<Double> thinned(List<Double> values, int most) {
        if (values.size() <= most) {
            return values;
        }
        var thinned = new ArrayList<Double>();
        for (int i = 0; i < most; i++) {
            thinned.add(values.get((int) ((long) i * (values.size() - 1) / (most - 1))));
        }
        return thinned;
    }
}

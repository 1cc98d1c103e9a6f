package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A table with a line a contender and a column a condition: who is how fast at what. */
final class Matrix {

    private static final String JAVA = "J";
    private static final String RUST = "R";

    /** What the small print below a figure is, and the bold print, where there are any. */
    private static String note(String natives, List<Line> lines) {
        var parts = new ArrayList<String>();
        var hasJava = hasDetail(lines, JAVA);
        var hasRust = hasDetail(lines, RUST);
        if (hasJava && hasRust) {
            parts.add("J, R: how many times as long as plain Java and native Rust take for %s.".formatted(natives));
        } else if (hasJava || hasRust) {
            parts.add("%s: how many times as long as %s takes for %s.".formatted(hasJava ? JAVA : RUST,
                    hasJava ? "plain Java" : "native Rust", natives));
        }
        if (lines.stream().anyMatch(line -> line.cells().stream().anyMatch(Cell::isBest))) {
            parts.add("Bold: the fastest runtime of the column.");
        }
        return String.join(" ", parts);
    }

    private static boolean hasDetail(List<Line> lines, String letter) {
        return lines.stream().anyMatch(line -> line.cells().stream()
                .anyMatch(each -> each.detail().contains("\u00a0" + letter)));
    }

    /**
     * A column.
     *
     * @param which rows are meant
     * @param isNative the rows of those who run no guest, where they have rows of their own
     */
    record Condition(String title, Predicate<Measurement> which, Predicate<Measurement> isNative) {

        Condition(String title, Predicate<Measurement> which) {
            this(title, which, which);
        }
    }

    private final Figures figures;
    private final List<Figure> from;
    private final ToDoubleFunction<Figure> value;
    private final boolean isMoreBetter;

    /**
     * @param from the figures to choose from
     * @param value what is shown of a figure
     * @param isMoreBetter whether the greater is the better
     */
    Matrix(Figures figures, List<Figure> from, ToDoubleFunction<Figure> value, boolean isMoreBetter) {
        this.figures = figures;
        this.from = from;
        this.value = value;
        this.isMoreBetter = isMoreBetter;
    }

    /**
     * The table, without columns of which nobody has a figure; empty if none is left.
     *
     * @param natives what those without a guest do for the same work
     */
    Optional<Table> table(String caption, String natives, boolean isMain, List<Condition> conditions) {
        var used = conditions.stream().filter(each -> from.stream().anyMatch(figure -> isGuests(figure, each)))
                .toList();
        if (used.isEmpty()) {
            return Optional.empty();
        }
        var columns = new ArrayList<Column>();
        columns.add(Column.text("Who"));
        used.forEach(each -> columns.add(Column.number(each.title())));
        var fullest = used.stream().max(Comparator.comparingLong(
                each -> from.stream().filter(figure -> each.which().test(figure.measurement())).count())).orElseThrow();
        var lines = figures.contenders(from.stream().map(Figure::measurement).toList()).stream()
                .filter(each -> used.stream().anyMatch(condition -> find(each, condition).isPresent()))
                .sorted(Comparator.comparingDouble(each -> rank(each, fullest))).map(each -> line(each, used)).toList();
        return Optional.of(new Table(caption, note(natives, lines), isMain, columns, lines));
    }

    private boolean isGuests(Figure figure, Condition condition) {
        return condition.which().test(figure.measurement());
    }

    private double rank(String contender, Condition condition) {
        return find(contender, condition).map(figure -> isMoreBetter ? -value.applyAsDouble(figure)
                : value.applyAsDouble(figure)).orElse(Double.POSITIVE_INFINITY);
    }

    private Optional<Figure> find(String contender, Condition condition) {
        return Figures.find(from, contender, figures.family(contender) == Family.NATIVE
                ? condition.isNative()
                : condition.which());
    }

    private Line line(String contender, List<Condition> conditions) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.text(figures.title(contender)));
        for (var condition : conditions) {
            var found = find(contender, condition);
            cells.add(found.map(figure -> cell(figure, condition)).orElse(Cell.missing()));
        }
        return new Line(figures.family(contender).style(), cells);
    }

    private Cell cell(Figure figure, Condition condition) {
        var cell = Cell.number(value.applyAsDouble(figure)).of(figure).with(ratios(figure));
        return isBest(figure, condition) ? cell.best() : cell;
    }

    /** Of two runtimes or more. */
    private boolean isBest(Figure figure, Condition condition) {
        if (figures.family(figure.contender()) == Family.NATIVE) {
            return false;
        }
        var runtimes = from.stream().filter(each -> condition.which().test(each.measurement()))
                .map(Figure::contender).filter(each -> figures.family(each) != Family.NATIVE).toList();
        var rank = rank(figure.contender(), condition);
        return runtimes.size() > 1 && runtimes.stream().allMatch(each -> rank <= rank(each, condition));
    }

    private String ratios(Figure figure) {
        var parts = new ArrayList<String>();
        for (var reference : List.of(Family.JAVA, Family.RUST)) {
            var ratio = figures.ratio(figure, reference);
            if (!figure.contender().equals(reference) && ratio.isPresent()) {
                parts.add("%s\u00a0%s".formatted(Format.times(ratio.getAsDouble()),
                        reference.equals(Family.JAVA) ? JAVA : RUST));
            }
        }
        return String.join(" · ", parts);
    }
}

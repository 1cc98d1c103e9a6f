package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Mortise beside the fastest other runtime of a row.
 *
 * @param own what Mortise took
 * @param rival what that one took for the same
 */
record Standing(Figure own, Figure rival) {

    /** All rows that Mortise and another runtime ran, where Mortise is furthest behind first. */
    static List<Standing> all(Figures figures) {
        return figures.all().stream().filter(each -> each.contender().equals(Family.MORTISE_ID))
                .flatMap(each -> of(figures, each).stream())
                .sorted(Comparator.comparingDouble(Standing::ratio).reversed()).toList();
    }

    /** In one row; empty if no other runtime ran it. */
    static Optional<Standing> of(Figures figures, Figure own) {
        return figures.all().stream().filter(each -> figures.family(each.contender()).isRival()
                && each.measurement().row().equals(own.measurement().row()))
                .min(Comparator.comparingDouble(Figure::median)).map(rival -> new Standing(own, rival));
    }

    /** How many times as long Mortise takes. */
    double ratio() {
        return own.median() / rival.median();
    }

    /** Whether Mortise is slower, be it surely or not. */
    boolean isBehind() {
        return ratio() > 1;
    }

    /** Whether the order is more than chance. */
    boolean isSure() {
        return own.differsFrom(rival);
    }

    /** The rows in which Mortise is behind, the worst first; empty if there is none. */
    static Optional<Table> table(Figures figures) {
        var all = all(figures);
        var lines = all.stream().filter(Standing::isBehind).map(each -> new Line("", List.of(
                Cell.text(Labels.of(each.own.measurement())), time(each.own), Cell.text(figures.title(
                        each.rival.contender())),
                time(each.rival), Cell.times(each.ratio()), Cell.text(each.isSure() ? "yes" : "no")))).toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Table(
                "Where Mortise is behind another runtime, by the median: %,d of %,d rows, %,d of them surely".formatted(
                        lines.size(), all.size(),
                        all.stream().filter(each -> each.isBehind() && each.isSure()).count()),
                "The fastest other runtime of each row. Sure: both have four figures or more, and their intervals have "
                        + "nothing in common.",
                true, List.of(Column.text("What"), Column.number("Mortise"), Column.text("Fastest other"),
                        Column.number("takes"), Column.number("Mortise takes × as long"), Column.text("Sure")),
                lines));
    }

    private static Cell time(Figure figure) {
        return Cell.number(Format.time(figure.nanos()), figure.nanos());
    }
}

package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Mortise beside the fastest other runtime of a row.
 *
 * @param own what Mortise took
 * @param rival what that one took for the same
 * @param isSurelyBehind whether any other runtime is surely faster: the fastest may have processes too few, or too far
 *        from each other, to say so
 */
record Standing(Figure own, Figure rival, boolean isSurelyBehind) {

    /** All rows that Mortise and another runtime ran, where Mortise is furthest behind first. */
    static List<Standing> all(Figures figures) {
        return figures.all().stream().filter(each -> each.contender().equals(Family.MORTISE_ID))
                .flatMap(each -> of(figures, each).stream())
                .sorted(Comparator.comparingDouble(Standing::ratio).reversed()).toList();
    }

    /** In one row; empty if no other runtime ran it. */
    static Optional<Standing> of(Figures figures, Figure own) {
        var rivals = rivals(figures).filter(each -> each.measurement().row().equals(own.measurement().row())).toList();
        var isSurelyBehind = rivals.stream().anyMatch(each -> each.median() < own.median()
                && each.summary().surelyDiffersFrom(own.summary()));
        return rivals.stream().min(Comparator.comparingDouble(Figure::median))
                .map(rival -> new Standing(own, rival, isSurelyBehind));
    }

    private static Stream<Figure> rivals(Figures figures) {
        return figures.all().stream().filter(each -> figures.family(each.contender()).isRival());
    }

    /** In how many rows another runtime has a figure, and Mortise has none. */
    static long missing(Figures figures) {
        var own = figures.all().stream().filter(each -> each.contender().equals(Family.MORTISE_ID))
                .map(each -> each.measurement().row()).collect(Collectors.toSet());
        return rivals(figures).map(each -> each.measurement().row()).distinct().filter(each -> !own.contains(each))
                .count();
    }

    /** How many times as long Mortise takes. */
    double ratio() {
        return own.median() / rival.median();
    }

    /** Whether Mortise is slower, be it surely or not. */
    boolean isBehind() {
        return ratio() > 1;
    }

    /** Whether the order of these two is more than chance. */
    boolean isSure() {
        return own.summary().surelyDiffersFrom(rival.summary());
    }

    /** The rows in which Mortise is behind, the worst first; empty if there is none. */
    static Optional<Table> table(Figures figures) {
        var all = all(figures);
        var lines = all.stream().filter(Standing::isBehind).map(each -> new Line("", List.of(
                Cell.text(Labels.of(each.own.measurement())), time(each.own), Cell.text(figures.title(
                        each.rival.contender())),
                time(each.rival), Cell.times(each.ratio()), Cell.text(each.isSurelyBehind ? "yes" : "no"))))
                .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Table(
                "Where Mortise is behind another runtime, by the median: %,d of %,d rows, %,d of them surely".formatted(
                        lines.size(), all.size(),
                        all.stream().filter(Standing::isSurelyBehind).count()),
                "The fastest other runtime of each row. Surely: Mortise and it, or another that is ahead, have three "
                        + "processes or more each, and their intervals have nothing in common. Else it is said of this run alone.",
                true, List.of(Column.text("What"), Column.number("Mortise"), Column.text("Fastest other"),
                        Column.number("takes"), Column.number("Mortise takes × as long"), Column.text("Surely")),
                lines));
    }

    private static Cell time(Figure figure) {
        return Cell.number(Format.time(figure.nanos()), figure.nanos()).of(figure);
    }
}

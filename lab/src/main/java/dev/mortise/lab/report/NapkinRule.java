package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rule of the "back of the napkin": a plug-in moves 8 bytes a call of the kernel, so a call of the plug-in takes as
 * long as the kernel's calls do. It holds for those who make these calls one by one; Mortise does most of them at once.
 * Fitted to a contender's figures, it is one number; how far the figures are from what it
 * foretells says what the rule is worth.
 *
 * @param contender whose it is
 * @param nanosACall that fit best
 * @param rows how many figures it was fitted to
 * @param worst the deviation of the figure that it foretells worst, as a share of what it foretells
 * @param worstRow which figure that is
 */
record NapkinRule(String contender, double nanosACall, int rows, double worst, String worstRow) {

    private static final int BYTES_A_CALL = 8;
    /** How often a function moves its input. */
    private static final Map<String, Integer> COPIES = Map.of("consume", 1, "echo", 2, "reflect", 4);

    /** Calls of the kernel that a row makes; 0 if it is about none. */
    static double calls(Measurement row) {
        return COPIES.getOrDefault(row.key("function"), 0) * (double) Format.whole(row.key("bytes")) / BYTES_A_CALL;
    }

    /** From one figure or more: the number from which ratios are least far, so the geometric mean. */
    static Optional<NapkinRule> of(List<Figure> figures, String contender) {
        var usable = figures.stream()
                .filter(each -> each.contender().equals(contender) && calls(each.measurement()) > 0).toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        var fitted = Math.exp(usable.stream().mapToDouble(each -> Math.log(each.median() / calls(each.measurement())))
                .average().orElseThrow());
        var worst = usable.getFirst();
        for (var each : usable) {
            if (distance(each, fitted) > distance(worst, fitted)) {
                worst = each;
            }
        }
        return Optional.of(new NapkinRule(contender, fitted, usable.size(),
                worst.median() / calls(worst.measurement()) / fitted - 1, Labels.of(worst.measurement())));
    }

    private static double distance(Figure figure, double fitted) {
        return Math.abs(Math.log(figure.median() / calls(figure.measurement()) / fitted));
    }

    /** All that there are, the least first; empty if there is none. */
    static Optional<Table> table(Figures figures, Published.Extism published) {
        var measured = figures.of("throughput");
        var rules = figures.contenders(measured.stream().map(Figure::measurement).toList()).stream()
                .flatMap(each -> of(measured, each).stream())
                .sorted(Comparator.comparingDouble(NapkinRule::nanosACall)).toList();
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        var lines = new ArrayList<Line>();
        for (var rule : rules) {
            lines.add(new Line(figures.family(rule.contender).style(), List.of(
                    Cell.text(figures.title(rule.contender)), Cell.number(rule.nanosACall), Cell.count(rule.rows),
                    rule.rows > 1 ? Cell.number(Format.deviation(rule.worst), Math.abs(rule.worst)) : Cell.missing(),
                    Cell.text(rule.rows > 1 ? rule.worstRow : Format.MISSING))));
        }
        lines.add(published("Extism one way (%s)".formatted(Published.MARK), published.nanosACall()));
        lines.add(published("Extism, reflect (%s)".formatted(Published.MARK), published.nanosACallInReflect()));
        return Optional.of(new Table("The rule of the napkin, fitted to this machine",
                "Time = bytes ÷ 8 × copies × nanoseconds a call of the kernel; consume makes 1 copy, echo 2, reflect 4."
                        + " Fitted over all functions and sizes that were measured. A deviation of +50 % means that "
                        + "the call took half as long again as the rule says. Mortise does most rounds of such loops at once, and "
                        + "natives make no such calls: for them it is a way to put the figure, and no time that a "
                        + "call takes; the deviation tells how far they are from the rule.",
                false, List.of(Column.text("Who"), Column.number("ns a kernel call"), Column.number("Rows"),
                        Column.number("Worst deviation"), Column.text("at")),
                lines));
    }

    private static Line published(String who, double nanos) {
        return new Line("published", List.of(Cell.text(who), Cell.number(nanos), Cell.missing(), Cell.missing(),
                Cell.missing()));
    }
}

package dev.mortise.lab.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whom a chart shows where there is no room for all. */
final class Leads {

    /** As many as there are colours to be told apart, but those of Java, Rust and what was published. */
    private static final int MOST = 6;
    static final String NOTE = "The chart has Mortise and those with the most rows; the table has all.";
    private static final String MAIN = Family.MORTISE_ID;

    private Leads() {}

    /** Mortise, then runtimes with the most figures; none that is native. */
    static List<String> of(Figures figures, List<Figure> here) {
        Map<String, Long> rows = here.stream().collect(Collectors.groupingBy(Figure::contender,
                Collectors.counting()));
        var order = figures.contenders(here.stream().map(Figure::measurement).toList());
        return order.stream().filter(each -> figures.family(each) != Family.NATIVE)
                .sorted(Comparator.comparing((String each) -> !each.equals(MAIN))
                        .thenComparing(each -> -rows.getOrDefault(each, 0L))
                        .thenComparing(each -> !figures.family(each).isRival()))
                .limit(MOST).toList();
    }
}

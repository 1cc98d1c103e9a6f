package dev.mortise.lab.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whom a chart shows where there is no room for all. */
final class Leads {

    static final String NOTE =
            "The chart has Mortise, and of the others the best known that have most of the rows; the "
                    + "table has all.";
    /** As many as there are colours to be told apart, but those of Java, Rust and what was published. */
    private static final int MOST = 6;
    /** One of each kind first. */
    private static final List<String> KNOWN = List.of("wasmtime-cranelift", "chicory-compiled", "wasmer-cranelift",
            "node", "go-wazero-compiler", "endive-compiled", "extism", "chicory-sdk", Family.CLI, "graalwasm");

    private Leads() {}

    /** Mortise first; none that is native. */
    static List<String> of(Figures figures, List<Figure> here) {
        Map<String, Long> rows = here.stream().filter(each -> figures.family(each.contender()) != Family.NATIVE)
                .collect(Collectors.groupingBy(Figure::contender, Collectors.counting()));
        var most = rows.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return figures.contenders(here.stream().map(Figure::measurement).toList()).stream().filter(rows::containsKey)
                .sorted(Comparator.comparing((String each) -> figures.family(each) != Family.MORTISE)
                        .thenComparing(each -> !figures.family(each).isRival())
                        .thenComparing(each -> 2 * rows.getOrDefault(each, 0L) < most)
                        .thenComparing(each -> KNOWN.contains(each) ? KNOWN.indexOf(each) : KNOWN.size())
                        .thenComparing(each -> -rows.getOrDefault(each, 0L)))
                .limit(MOST).toList();
    }
}

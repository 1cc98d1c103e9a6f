package dev.mortise.lab.experiment;

import dev.mortise.lab.peer.Contender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of the experiments that were asked for. */
public final class Plan {

    /** The names of all experiments, in order. */
    public static final List<String> EXPERIMENTS = List.of("extism", "ffi", "scripting", "simulator");

    private Plan() {}

    /** Those in which a contender has a row. */
    public static List<String> experimentsFor(Contender contender, Budget budget) {
        return EXPERIMENTS.stream().filter(each -> of(List.of(each), budget).stream()
                .anyMatch(row -> row.isFor(contender, budget.isThorough()))).toList();
    }

    /** All rows of these experiments, in order. */
    public static List<Row> of(Collection<String> experiments, Budget budget) {
        var rows = new ArrayList<Row>();
        for (var each : EXPERIMENTS) {
            if (experiments.contains(each)) {
                rows.addAll(switch (each) {
                    case "extism" -> ExtismRows.all(budget);
                    case "ffi" -> FfiRows.all(budget);
                    case "scripting" -> ScriptingRows.all(budget);
                    default -> SimulatorRows.all(budget);
                });
            }
        }
        return rows;
    }
}

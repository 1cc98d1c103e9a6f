package dev.mortise.lab.report;

import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Participant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/** What a run measured, to be asked for. */
final class Figures {

    /** Formats of a list that a guest adds up as it comes. */
    static final Set<String> UNENCODED = Set.of("bytes", "struct");

    private final LabRun run;
    private final List<Figure> all;
    private final Map<String, Figure> byRow = new HashMap<>();

    Figures(LabRun run) {
        this.run = run;
        this.all = run.measurements().stream()
                .flatMap(each -> each.summary().stream().map(summary -> new Figure(each, summary))).toList();
        all.forEach(each -> byRow.put(name(each.measurement().row(), each.contender()), each));
    }

    LabRun run() {
        return run;
    }

    /** All of a task, in the run's order. */
    List<Figure> of(String task) {
        return all.stream().filter(each -> each.measurement().task().equals(task)).toList();
    }

    List<Figure> all() {
        return all;
    }

    /** What was asked of the task, whether there is a figure or not. */
    List<Measurement> asked(String task) {
        return run.measurements().stream().filter(each -> each.task().equals(task)).toList();
    }

    /** One contender's figure among these. */
    static Optional<Figure> find(List<Figure> figures, String contender, Predicate<Measurement> which) {
        return figures.stream().filter(each -> each.contender().equals(contender) && which.test(each.measurement()))
                .findFirst();
    }

    /** Contenders that these are about, in the order of the run. */
    List<String> contenders(List<Measurement> measurements) {
        var present = new LinkedHashSet<String>();
        measurements.forEach(each -> present.add(each.contender()));
        var ordered = new ArrayList<String>();
        run.contenders().stream().map(Participant::id).filter(present::contains).forEach(ordered::add);
        present.stream().filter(each -> !ordered.contains(each)).forEach(ordered::add);
        return ordered;
    }

    /** For people. */
    String title(String contender) {
        return run.contender(contender).map(Participant::title).filter(each -> !each.isBlank()).orElse(contender);
    }

    Family family(String contender) {
        return Family.of(contender, run.contender(contender));
    }

    /** How many times as long as the reference, for the same work; empty where it was not measured. */
    OptionalDouble ratio(Figure figure, String reference) {
        var other = reference(figure.measurement(), reference);
        return other.isPresent() ? OptionalDouble.of(figure.median() / other.get().median()) : OptionalDouble.empty();
    }

    /** What the reference took for the same work: without a guest, if that is its row. */
    Optional<Figure> reference(Measurement measurement, String reference) {
        var same = Optional.ofNullable(byRow.get(name(measurement.row(), reference)));
        if (same.isPresent() || !(reference.equals(Family.JAVA) || reference.equals(Family.RUST))) {
            return same;
        }
        // Natives compile no guest, and encode no list: they add it up.
        var isOther = measurement.key("compile").equals("in")
                || measurement.task().equals("transfer") && !UNENCODED.contains(measurement.key("abi"));
        Map<String, String> keys = new HashMap<>(measurement.keys());
        switch (measurement.task()) {
            // Natives have nothing to keep.
            case "ffi" -> keys.put("cache", "off");
            case "multiply", "simulate", "transfer" -> {
                keys.keySet().retainAll(Set.of("calls", "policy", "bytes", "requests"));
                keys.put("abi", "native");
            }
            default -> {
                // Has the same row.
            }
        }
        var row = new Measurement(measurement.experiment(), measurement.task(), keys, reference, measurement.unit(), "",
                List.of(), "").row();
        return isOther ? Optional.empty() : Optional.ofNullable(byRow.get(name(row, reference)));
    }

    private static String name(String row, String contender) {
        return row + "\n" + contender;
    }
}

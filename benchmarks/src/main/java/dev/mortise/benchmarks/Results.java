package dev.mortise.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured so far. A job that failed leaves a gap, and its message. */
final class Results {

    private final Map<String, Map<Contender, List<Double>>> values = new LinkedHashMap<>();
    private final Map<Unloading.What, List<Unloading.Residue>> residues = new EnumMap<>(Unloading.What.class);
    private final List<String> failures = new ArrayList<>();

    void add(Row row, Contender contender, double value) {
        values.computeIfAbsent(row.name(), key -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, key -> new ArrayList<>()).add(value);
    }

    void add(Unloading.What what, List<Unloading.Residue> measured) {
        residues.put(what, measured);
    }

    void fail(String message) {
        failures.add(message);
    }

    Optional<Series> series(Row row, Contender contender) {
        return Optional.ofNullable(values.getOrDefault(row.name(), Map.of()).get(contender)).map(Series::new);
    }

    Map<Unloading.What, List<Unloading.Residue>> residues() {
        return residues;
    }

    List<String> failures() {
        return failures;
    }

    /** By row and contender, each process's figure. */
    Map<String, Map<Contender, List<Double>>> values() {
        return values;
    }
}

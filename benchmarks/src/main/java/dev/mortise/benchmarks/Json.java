package dev.mortise.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results for other programs. */
final class Json {

    private Json() {}

    /** An object with an entry a row, in it the unit and an array of figures a contender; and what was left behind. */
    static String of(List<Row> rows, Results results, Map<String, String> environment) {
        var lines = rows.stream().filter(row -> results.values().containsKey(row.name()))
                .map(row -> "    %s: {\"unit\": %s, %s}".formatted(quote(row.name()), quote(row.unit()),
                        results.values().getOrDefault(row.name(), Map.of()).entrySet().stream()
                                .map(entry -> quote(entry.getKey().title()) + ": " + entry.getValue())
                                .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(",\n"));
        var residues = results.residues().entrySet().stream()
                .map(entry -> "    %s: [%s]".formatted(quote(entry.getKey().title()),
                        entry.getValue().stream().map(Json::residue).collect(Collectors.joining(", "))))
                .collect(Collectors.joining(",\n"));
        var machine = environment.entrySet().stream()
                .map(entry -> "    " + quote(entry.getKey()) + ": " + quote(entry.getValue()))
                .collect(Collectors.joining(",\n"));
        return "{\n  \"environment\": {\n%s\n  },\n  \"measured\": {\n%s\n  },\n  \"left behind\": {\n%s\n  }\n}\n"
                .formatted(machine, lines, residues);
    }

    private static String residue(Unloading.Residue residue) {
        return "{\"rounds\": %d, \"heap\": %d, \"metaspace\": %d, \"classes\": %d}".formatted(residue.rounds(),
                residue.heapBytes(), residue.metaspaceBytes(), residue.classes());
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was found so far, by row and contender. */
final class Collected {

    /** Of one contender in one row. */
    private static final class Cell {
        private final List<Fork> forks = new ArrayList<>();
        private String check = "";
        private String failure = "";
    }

    private final Map<Row, Map<Contender, Cell>> cells = new LinkedHashMap<>();

    private Cell cell(Row row, Contender contender) {
        return cells.computeIfAbsent(row, key -> new LinkedHashMap<>()).computeIfAbsent(contender, key -> new Cell());
    }

    synchronized void add(Row row, Contender contender, ForkRunner.Found found) {
        var cell = cell(row, contender);
        if (!cell.forks.isEmpty() && !cell.check.equals(found.check())) {
            cell.failure = "came to %s, and in another process to %s".formatted(cell.check, found.check());
            return;
        }
        cell.check = found.check();
        cell.forks.add(found.fork());
    }

    synchronized void fail(Row row, Contender contender, String reason) {
        cell(row, contender).failure = reason;
    }

    synchronized boolean hasFailed(Row row, Contender contender) {
        return !cell(row, contender).failure.isEmpty();
    }

    synchronized boolean has(Row row, Contender contender) {
        return !cell(row, contender).forks.isEmpty();
    }

    /**
     * All of it, in the order of the rows, with whoever came to another result than the others failed. Who failed, be it in
     * the last of its processes, has no figures.
     */
    synchronized List<Measurement> measurements(List<Row> rows) {
        var all = new ArrayList<Measurement>();
        for (var row : rows) {
            var ofRow = cells.getOrDefault(row, Map.of());
            var usual = usualCheck(ofRow);
            ofRow.forEach((contender, cell) -> {
                var isOther = cell.failure.isEmpty() && !cell.forks.isEmpty() && !cell.check.equals(usual);
                var failure = isOther
                        ? "came to '%s', where %s".formatted(cell.check,
                                usual.isEmpty() ? "the contenders do not agree" : "most came to '" + usual + "'")
                        : cell.failure;
                if (!cell.forks.isEmpty() || !failure.isEmpty()) {
                    all.add(new Measurement(row.experiment(), row.task(), row.keys(), contender.id(), "ns", cell.check,
                            failure.isEmpty() ? cell.forks : List.of(), failure));
                }
            });
        }
        return all;
    }

    /** What most families came to, each having one vote: else one with many siblings would outvote the others. */
    private static String usualCheck(Map<Contender, Cell> cells) {
        var families = new LinkedHashMap<String, List<String>>();
        cells.forEach((contender, cell) -> {
            if (cell.failure.isEmpty() && !cell.forks.isEmpty()) {
                families.computeIfAbsent(contender.family(), key -> new ArrayList<>()).add(cell.check);
            }
        });
        return usual(families.values().stream().map(Collected::usual).filter(check -> !check.isEmpty()).toList());
    }

    /** What is there more often than anything else; "" if there is no such thing. */
    private static String usual(List<String> checks) {
        var votes = checks.stream().collect(Collectors.groupingBy(check -> check, Collectors.counting()));
        var most = votes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        var winners = votes.entrySet().stream().filter(each -> each.getValue() == most).map(Map.Entry::getKey).toList();
        return winners.size() == 1 ? winners.getFirst() : "";
    }
}

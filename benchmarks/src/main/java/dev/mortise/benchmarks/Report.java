package dev.mortise.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results as a Markdown table: medians, in brackets the lowest and the highest of the processes. */
final class Report {

    private final List<Row> rows;
    private final Results results;
    /** Those who take part in any line: each has a column. */
    private final List<Contender> peers;

    Report(List<Row> rows, Results results) {
        this.rows = rows;
        this.results = results;
        this.peers = rows.stream().flatMap(row -> row.contenders().stream()).filter(Contender::isPeer).distinct()
                .sorted().toList();
    }

    String text() {
        var text = new StringBuilder();
        if (!results.values().isEmpty() || !results.residues().isEmpty()) {
            text.append(header());
        }
        for (var row : rows) {
            if (results.values().containsKey(row.name())) {
                text.append(line(row)).append('\n');
            }
        }
        kernelMean().ifPresent(line -> text.append(line).append('\n'));
        results.residues().forEach((what, residues) -> text.append(line(what, residues)).append('\n'));
        if (!results.failures().isEmpty()) {
            text.append("\nFailed:\n");
            results.failures().forEach(failure -> text.append("- ").append(failure).append('\n'));
        }
        return text.toString();
    }

    private String header() {
        var titles = cells(List.of("measured", "unit", "Mortise", "plain Java or native"),
                peers.stream().map(Contender::title).toList(),
                List.of("Mortise to baseline, time", "best peer to Mortise, time", "target", ""));
        return titles + '\n' + "|---".repeat(8 + peers.size()) + "|\n";
    }

    private String line(Row row) {
        var baselines = baselines(row);
        var toBaselines = baselines.stream().map(baseline -> slowness(row, baseline)).toList();
        var fromPeer = advantage(row);
        return cells(List.of(row.name(), row.unit(), cell(row, Contender.MORTISE),
                baselines.stream().map(each -> each.title() + " " + cell(row, each)).collect(Collectors.joining("; "))),
                peers.stream().map(peer -> cell(row, peer)).toList(),
                List.of(toBaselines.stream().flatMap(Optional::stream).map(Report::format)
                        .collect(Collectors.joining("; ")), fromPeer.map(Report::format).orElse(""),
                        row.target().map(target -> describe(target, row)).orElse(""),
                        row.target().map(target -> verdict(checks(row, target, toBaselines, fromPeer))).orElse("")));
    }

    private static List<Contender> baselines(Row row) {
        return row.contenders().stream().filter(other -> other != Contender.MORTISE && !other.isPeer()).toList();
    }

    /** How many times the other's time Mortise takes. */
    private Optional<Series> slowness(Row row, Contender other) {
        var mortise = results.series(row, Contender.MORTISE);
        var their = results.series(row, other);
        if (mortise.isEmpty() || their.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(row.higherIsBetter()
                ? their.get().dividedBy(mortise.get())
                : mortise.get().dividedBy(their.get()));
    }

    /** How many times Mortise's time the fastest peer takes. */
    private Optional<Series> advantage(Row row) {
        return row.contenders().stream().filter(Contender::isPeer)
                .flatMap(peer -> slowness(row, peer).stream())
                .map(ratio -> new Series(ratio.values().stream().map(value -> 1 / value).toList()))
                .min((one, other) -> Double.compare(one.median(), other.median()));
    }

    private Stream<Optional<Boolean>> checks(Row row, Row.Target target, List<Optional<Series>> toBaselines,
            Optional<Series> fromPeer) {
        var checks = new ArrayList<Optional<Boolean>>();
        for (int i = 0; i < target.baselines().size(); i++) {
            double limit = target.baselines().get(i);
            checks.add((i < toBaselines.size() ? toBaselines.get(i) : Optional.<Series>empty())
                    .map(ratio -> ratio.median() <= limit));
        }
        target.peer().ifPresent(limit -> checks.add(fromPeer.map(ratio -> ratio.median() >= limit)));
        target.absolute().ifPresent(limit -> checks.add(results.series(row, Contender.MORTISE).map(Series::median)
                .map(median -> row.higherIsBetter() ? median >= limit : median <= limit)));
        return checks.stream();
    }

    private static String verdict(Stream<Optional<Boolean>> checks) {
        var all = checks.toList();
        if (all.contains(Optional.of(false))) {
            return "**not met**";
        }
        return all.stream().allMatch(Optional::isPresent) ? "met" : "not measured";
    }

    private static String describe(Row.Target target, Row row) {
        var parts = new ArrayList<String>();
        target.absolute().ifPresent(
                limit -> parts.add((row.higherIsBetter() ? ">= " : "<= ") + number(limit) + " " + row.unit()));
        var baselines = target.baselines();
        for (int i = 0; i < baselines.size(); i++) {
            parts.add("<= " + number(baselines.get(i)) + " x "
                    + (baselines.size() == 1 ? "baseline" : i == 0 ? "Java" : "native"));
        }
        target.peer().ifPresent(limit -> parts.add(">= " + number(limit) + " x peers"));
        return String.join(", ", parts);
    }

    private Optional<String> kernelMean() {
        var ratios = rows.stream().filter(row -> row.name().startsWith(Suite.KERNELS))
                .flatMap(row -> slowness(row, Contender.NATIVE).stream()).map(Series::median).toList();
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        double mean = Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
        double max = ratios.stream().mapToDouble(ratio -> ratio).max().orElseThrow();
        return Optional.of(cells(List.of("kernels, geometric mean of " + ratios.size(), "", "", ""), noPeers(),
                List.of(String.format(Locale.ROOT, "%.3f", mean) + ", highest " + number(max), "",
                        "<= " + number(Suite.KERNELS_MEAN) + " x baseline",
                        mean <= Suite.KERNELS_MEAN ? "met" : "**not met**")));
    }

    private String line(Unloading.What what, List<Unloading.Residue> residues) {
        var left = residues.stream()
                .map(residue -> String.format(Locale.ROOT, "%d: %.1f / %.1f MB, %d classes", residue.rounds(),
                        residue.heapBytes() / 1e6,
                        residue.metaspaceBytes() / 1e6, residue.classes()))
                .toList();
        return cells(List.of("heap / metaspace after n times load, call, drop of " + what.title(), "",
                String.join("; ", left), ""), noPeers(),
                List.of("", "", "flat", Unloading.isFlat(residues) ? "met" : "**not met**"));
    }

    private List<String> noPeers() {
        return Collections.nCopies(peers.size(), "");
    }

    private String cell(Row row, Contender contender) {
        if (!row.jobs().containsKey(contender)) {
            return "";
        }
        return results.series(row, contender).map(Report::format).orElse("failed");
    }

    private static String format(Series series) {
        var median = number(series.median());
        return series.values().size() == 1
                ? median
                : median + " (" + number(series.min()) + " .. " + number(series.max()) + ")";
    }

    /** Three digits that count. */
    private static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String cells(List<String> left, List<String> ofPeers, List<String> right) {
        return "| " + Stream.of(left, ofPeers, right).flatMap(List::stream).collect(Collectors.joining(" | ")) + " |";
    }
}

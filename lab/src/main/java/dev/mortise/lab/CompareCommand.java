package dev.mortise.lab;

import dev.mortise.lab.result.Comparison;
import dev.mortise.lab.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mortise lab compare}: two runs, row by row. */
@Command(name = "compare", mixinStandardHelpOptions = true, description = {
    "Sets the newest run of one result file beside that of another, row by row, as a Markdown table.",
    "Of one file named twice: its last two runs."})
final class CompareCommand implements Callable<Integer> {

    private static final double PERCENT = 100;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "the older result file")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "the newer one")
    private Path after = Path.of("");

    @Override
    public Integer call() throws IOException {
        var newer = new ResultFile(after).last();
        var older = new ResultFile(before).last();
        if (before.equals(after)) {
            var runs = new ResultFile(before).read();
            if (runs.size() < 2) {
                throw new IllegalArgumentException("%s has one run alone".formatted(before));
            }
            older = runs.get(runs.size() - 2);
        }
        var out = System.out;
        var comparison = Comparison.of(older, newer);
        out.printf("%s (%s) and %s (%s)%n%n", older.started(), older.mortise(), newer.started(), newer.mortise());
        out.println("| row | contender | before, ns | after, ns | after / before | |");
        out.println("|---|---|---|---|---|---|");
        for (var line : comparison.lines()) {
            out.printf(Locale.ROOT, "| %s | %s | %.1f | %.1f | %.2f | %s |%n", line.row(), line.contender(),
                    line.before().median(), line.after().median(), line.ratio(), word(line));
        }
        comparison.onlyBefore().forEach(each -> out.println("Only before: " + each));
        comparison.onlyAfter().forEach(each -> out.println("Only after: " + each));
        var same = comparison.lines().stream().filter(Comparison.Line::agrees).count();
        out.printf(Locale.ROOT, "%n%d of %d medians are within %.0f %% of each other.%n", same,
                comparison.lines().size(), Comparison.TOLERANCE * PERCENT);
        if (older.noise().noisy() || newer.noise().noisy()) {
            out.println("The machine was noisy: " + older.noise().reason() + " / " + newer.noise().reason() + ".");
        }
        return 0;
    }

    private static String word(Comparison.Line line) {
        if (line.agrees()) {
            return "same";
        }
        return (line.ratio() > 1 ? "slower" : "faster") + (line.differs() ? "" : "?");
    }
}

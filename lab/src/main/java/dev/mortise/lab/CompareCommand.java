package dev.mortise.lab;

import dev.mortise.lab.report.Markdown;
import dev.mortise.lab.report.Times;
import dev.mortise.lab.result.Comparison;
import dev.mortise.lab.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mortise lab compare}: two runs, row by row. */
@Command(name = "compare", mixinStandardHelpOptions = true, description = {
    "Sets the newest run of one result file beside that of another, row by row, as a Markdown table. Of one file named "
            + "twice: its last two runs.",
    "Medians within 10 %% of each other are the same; where they are further apart, but either has fewer than three "
            + "processes or their intervals overlap, it says perhaps."})
final class CompareCommand implements Callable<Integer> {

    private static final int MOST_NAMED = 10;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "the older result file")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "the newer one")
    private Path after = Path.of("");

    @Override
    public Integer call() throws IOException {
        var newer = new ResultFile(after, Reports::note).last();
        var older = before.equals(after) ? new ResultFile(before).lastButOne()
                : new ResultFile(before, Reports::note).last();
        var out = System.out;
        var comparison = Comparison.of(older, newer);
        out.printf("%s (%s) and %s (%s)%n%n", older.started(), Markdown.text(older.mortise()), newer.started(),
                Markdown.text(newer.mortise()));
        if (!comparison.lines().isEmpty()) {
            out.println("| row | contender | median time of | before | after | after / before | |");
            out.println("|---|---|---|---|---|---|---|");
            for (var line : comparison.lines()) {
                out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s | %.2f | %s |%n", Markdown.text(line.row()),
                        Markdown.text(line.contender()), Times.of(line.measurement()),
                        Times.time(line.measurement(), line.before().median()),
                        Times.time(line.measurement(), line.after().median()), line.ratio(), word(line));
            }
            out.println();
        }
        tell("Only before", comparison.onlyBefore());
        tell("Only after", comparison.onlyAfter());
        if (!older.machine().equals(newer.machine())) {
            out.println("The machines differ: %s and %s.".formatted(Markdown.text(older.machine().toString()),
                    Markdown.text(newer.machine().toString())));
        }
        out.println("Verdict: " + Markdown.text(comparison.verdict()));
        return 0;
    }

    private static void tell(String where, List<String> figures) {
        figures.stream().limit(MOST_NAMED).forEach(each -> System.out.println(where + ": " + Markdown.text(each)));
        if (figures.size() > MOST_NAMED) {
            System.out.printf("%s: %d more%n", where, figures.size() - MOST_NAMED);
        }
    }

    private static String word(Comparison.Line line) {
        if (line.agrees()) {
            return "same";
        }
        return (line.ratio() > 1 ? "slower" : "faster") + (line.surelyDiffers() ? "" : ", perhaps");
    }
}

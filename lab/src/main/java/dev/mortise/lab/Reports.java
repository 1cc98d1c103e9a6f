package dev.mortise.lab;

import dev.mortise.lab.report.Report;
import dev.mortise.lab.result.LabRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of a run, beside its result file. */
final class Reports {

    private Reports() {}

    /** The page for a browser. */
    static Path html(Path results) {
        return beside(results, ".html");
    }

    /** The same for a pull request. */
    static Path markdown(Path results) {
        return beside(results, ".md");
    }

    /**
     * Sees to it that the report would not be written over its results, nor over what is not a report.
     *
     * @param what the user calls these
     * @throws IllegalArgumentException if it would be
     */
    static void check(Path results, String what) throws IOException {
        for (var report : List.of(html(results), markdown(results))) {
            // Some file systems do not tell one from the other.
            if (report.toString().equalsIgnoreCase(results.toString())) {
                throw new IllegalArgumentException(
                        "%s: that is where the report goes; results go into a file whose name ends in .jsonl"
                                .formatted(what));
            }
            if (Files.exists(report) && !Report.isOne(report)) {
                throw new IllegalArgumentException(
                        "%s: the report would go over %s, which the lab did not write; choose another name"
                                .formatted(what, report));
            }
        }
    }

    /** Says something beside the results. */
    static void note(String text) {
        System.err.println("mortise lab: " + text);
    }

    private static Path beside(Path results, String ending) {
        var name = String.valueOf(results.getFileName());
        int dot = name.lastIndexOf('.');
        return results.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
    }

    /** Writes both. */
    static void write(LabRun run, Path results) throws IOException {
        Report.write(run, html(results), markdown(results));
        System.out.printf("Report:  %s and %s%n", html(results), markdown(results));
    }

    /** What to say at the end: what failed, whether to trust the figures, and where they are. */
    static void tell(LabRun run, Path results) {
        for (var each : run.measurements()) {
            if (!each.failure().isEmpty()) {
                System.out.printf("%s: %s %s%n", each.row(), each.contender(), each.failure());
            }
        }
        System.out.println(Report.trust(run));
        System.out.printf("Results: %s%n", results);
    }
}

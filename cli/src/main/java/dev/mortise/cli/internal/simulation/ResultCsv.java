package dev.mortise.cli.internal.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.RunResult.Outcomes;
import dev.mortise.simulator.SweepResult;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results for spreadsheets: a line for each run; what is not known is empty. */
public final class ResultCsv {

    private ResultCsv() {}

    /** The table, with names of columns. */
    public static String of(SweepResult result) {
        var text = new StringWriter();
        // A buffer would have to be flushed, and there is nothing to be gained from one.
        var csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
        csv.writeRecord("policy", "implementation", "abi", "cache_bytes", "requests", "hits", "hit_ratio", "bypasses",
                "hit_bytes", "byte_hit_ratio", "seconds", "ratio_to_java", "failure");
        result.results().forEach(run -> csv.writeRecord(line(run, result)));
        return text.toString();
    }

    private static List<String> line(RunResult run, SweepResult result) {
        var way = run.way();
        var cells = new ArrayList<>(List.of(way.policy(), way.implementation(), way.abi().label(),
                "" + run.cacheBytes()));
        switch (run) {
            case Failed failed -> cells.addAll(List.of("", "", "", "", "", "", "", "", failed.reason()));
            case Measured measured -> {
                cells.add("" + measured.requests());
                cells.add("" + measured.hits());
                cells.add(number(measured.hitRatio()));
                cells.add(measured.outcomes().map(Outcomes::bypasses).map(String::valueOf).orElse(""));
                cells.add(measured.outcomes().map(Outcomes::hitBytes).map(String::valueOf).orElse(""));
                cells.add(measured.outcomes().map(Outcomes::byteHitRatio).map(ResultCsv::number).orElse(""));
                cells.add(number(measured.seconds()));
                var ratio = result.ratioToJava(measured);
                cells.add(ratio.isPresent() ? number(ratio.getAsDouble()) : "");
                cells.add("");
            }
        }
        return cells;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}

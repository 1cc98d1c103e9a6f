package dev.mortise.lab;

import dev.mortise.lab.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mortise lab report}: the report of the newest run in a file. */
@Command(name = "report", mixinStandardHelpOptions = true, description = {
    "Writes the report of the newest run in a result file again, beside the file."})
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "the result file")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        Reports.check(file, file.toString());
        var run = new ResultFile(file, Reports::note).last();
        Reports.tell(run, file);
        Reports.write(run, file);
        return 0;
    }
}

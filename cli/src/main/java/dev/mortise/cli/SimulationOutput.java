package dev.mortise.cli;

import dev.mortise.cli.internal.simulation.Charts;
import dev.mortise.cli.internal.simulation.ResultCsv;
import dev.mortise.cli.internal.simulation.ResultJson;
import dev.mortise.simulator.SweepResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;

/**
 * The files that {@code simulate} writes.
 *
 * @param name the folder, or the file by its ending; empty if nothing is to be written
 */
record SimulationOutput(String name) {

    static final String USUAL_FOLDER = "mortise-simulation";

    /** What the options ask for: who asks for CSV or JSON on standard output asks for no files beside. */
    static SimulationOutput of(ParseResult arguments) {
        var format = arguments.matchedOptionValue("--format", SimulateCommand.Format.table);
        return new SimulationOutput(arguments.matchedOptionValue("--output",
                new File(format == SimulateCommand.Format.table ? USUAL_FOLDER : "")).getPath());
    }

    /** Writes them, and says where. */
    void write(SweepResult result, Streams streams) {
        if (name.isEmpty()) {
            return;
        }
        if (name.endsWith(".csv")) {
            OutputFile.write(name, ResultCsv.of(result).getBytes(StandardCharsets.UTF_8));
        } else if (name.endsWith(".json")) {
            OutputFile.write(name, ResultJson.of(result).getBytes(StandardCharsets.UTF_8));
        } else {
            writeFolder(result, streams);
        }
    }

    private void writeFolder(SweepResult result, Streams streams) {
        var folder = OutputFile.path(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: the folder cannot be made: %s".formatted(name,
                    FileProblem.reason(e)), e);
        }
        write(folder, "results.csv", ResultCsv.of(result).getBytes(StandardCharsets.UTF_8));
        write(folder, "results.json", ResultJson.of(result).getBytes(StandardCharsets.UTF_8));
        if (result.measured().isEmpty()) {
            return;
        }
        write(folder, "hit-ratio.png", Charts.hitRatios(result));
        write(folder, "seconds.png", Charts.seconds(result));
        streams.err().println("charts: %s, %s".formatted(folder.resolve("hit-ratio.png"),
                folder.resolve("seconds.png")));
    }

    private static void write(Path folder, String file, byte[] bytes) {
        OutputFile.write(folder.resolve(file).toString(), bytes);
    }
}

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
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/**
 * The files that {@code simulate} writes.
 *
 * @param name the folder, or the file by its ending; empty if nothing is to be written
 */
record SimulationOutput(String name) {

    static final String USUAL_FOLDER = "mortise-simulation";

    private static final List<String> RESULTS = List.of("results.csv", "results.json");
    private static final List<String> CHARTS = List.of("hit-ratio.png", "seconds.png");

    /** What the options ask for: who asks for CSV or JSON on standard output asks for no files beside. */
    static SimulationOutput of(ParseResult arguments) {
        if (arguments.hasMatchedOption("--output")
                && arguments.matchedOptionValue("--output", new File("")).getPath().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "-o wants a folder, or a file ending in .csv or .json, not ''");
        }
        var format = arguments.matchedOptionValue("--format", SimulateCommand.Format.table);
        return new SimulationOutput(arguments.matchedOptionValue("--output",
                new File(format == SimulateCommand.Format.table ? USUAL_FOLDER : "")).getPath());
    }

    /** Fails where nothing could be written: a sweep may take hours, so this is to be known before it. */
    void check() {
        if (name.isEmpty()) {
            return;
        }
        if (isFile()) {
            var parent = OutputFile.path(name).toAbsolutePath().getParent();
            if (parent != null && !Files.exists(parent)) {
                throw new CommandFailure(ExitCode.FILE,
                        "%s: cannot be written: there is no folder %s".formatted(name, parent));
            }
            OutputFile.check(name);
            return;
        }
        var folder = OutputFile.path(name);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.FILE,
                    name + " is a file; -o wants a folder, or a file ending in .csv or .json");
        }
        for (var file : RESULTS) {
            OutputFile.check(folder.resolve(file).toString());
        }
        for (var file : CHARTS) {
            OutputFile.check(folder.resolve(file).toString());
        }
    }

    private boolean isFile() {
        return name.endsWith(".csv") || name.endsWith(".json");
    }

    /** Writes them, and says where. */
    void write(SweepResult result, Streams streams) {
        if (name.isEmpty()) {
            return;
        }
        if (isFile()) {
            OutputFile.write(name, (name.endsWith(".csv") ? ResultCsv.of(result) : ResultJson.of(result))
                    .getBytes(StandardCharsets.UTF_8));
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
        write(folder, RESULTS.getFirst(), ResultCsv.of(result).getBytes(StandardCharsets.UTF_8));
        write(folder, RESULTS.getLast(), ResultJson.of(result).getBytes(StandardCharsets.UTF_8));
        if (!result.measured().isEmpty()) {
            write(folder, CHARTS.getFirst(), Charts.hitRatios(result));
            write(folder, CHARTS.getLast(), Charts.seconds(result));
        }
        streams.err().println(
                (result.measured().isEmpty() ? "" : "charts: " + listed(folder, CHARTS) + "; ") + "results: "
                        + listed(folder, RESULTS));
    }

    private static String listed(Path folder, List<String> files) {
        return files.stream().map(file -> folder.resolve(file).toString()).collect(Collectors.joining(", "));
    }

    private static void write(Path folder, String file, byte[] bytes) {
        OutputFile.write(folder.resolve(file).toString(), bytes);
    }
}

package dev.mortise.cli;

import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceFormat;
import dev.mortise.simulator.Zipf;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code simulate} that say where the requests come from. */
final class TraceOptions {

    private static final String ID_COLUMN = "id";
    private static final String SIZE_COLUMN = "size";

    /** What the lines of the file are. */
    enum Format {
        text, lirs, csv
    }

    private TraceOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--trace").paramLabel("FILE").type(File.class)
                .description("The requests, plain or gzip. Without it, %,d made up by Zipf's law."
                        .formatted(Zipf.USUAL.requests()))
                .build());
        spec.addOption(OptionSpec.builder("--trace-format").paramLabel("FORMAT").type(Format.class)
                .description(
                        "What a line of it is: text for an id and a size in bytes, lirs for the number of a block, "
                                + "csv for values with commas between. By default, what the file's name ends in (.csv, "
                                + ".lirs), else text.")
                .build());
        spec.addOption(OptionSpec.builder("--block-bytes").paramLabel("N").type(long.class)
                .converters(new WholeNumber(1, Long.MAX_VALUE))
                .description("The size of a block of the format lirs; %d by default."
                        .formatted(TraceFormat.Lirs.USUAL_BLOCK))
                .build());
        spec.addOption(OptionSpec.builder("--id-column").paramLabel("NAME").type(String.class)
                .description("The column of the ids in csv; '%s' by default. They may be any texts."
                        .formatted(ID_COLUMN))
                .build());
        spec.addOption(OptionSpec.builder("--size-column").paramLabel("NAME").type(String.class)
                .description("The column of the sizes in csv; '%s' by default.".formatted(SIZE_COLUMN)).build());
        spec.addOption(OptionSpec.builder("--separator").paramLabel("CHAR").type(char.class)
                .description("What stands between values in csv; a comma by default.").build());
        spec.addOption(OptionSpec.builder("--strict").type(boolean.class)
                .description("Fail at the first line that is no request, instead of skipping it.").build());
    }

    /** The trace that the options ask for. */
    static Trace read(ParseResult arguments) throws IOException {
        if (!arguments.hasMatchedOption("--trace")) {
            return Zipf.USUAL.generate();
        }
        var name = arguments.matchedOptionValue("--trace", new File("")).getPath();
        if (name.matches("(?i)[a-z][a-z0-9+.-]+:/.*") && !Files.exists(OutputFile.path(name))) {
            throw new CommandFailure(ExitCode.FILE,
                    "--trace wants the path of a file, not a URL; fetch the trace first: " + name);
        }
        var file = OutputFile.path(name);
        if (Files.isDirectory(file)) {
            throw new CommandFailure(ExitCode.FILE, name + ": this is a folder, not a trace");
        }
        try {
            var format = format(name, arguments);
            return arguments.hasMatchedOption("--strict") ? Trace.readStrictly(file, format)
                    : Trace.read(file, format);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: cannot be read: %s".formatted(name, FileProblem.reason(e)), e);
        }
    }

    private static TraceFormat format(String file, ParseResult arguments) {
        return switch (arguments.matchedOptionValue("--trace-format", byName(file))) {
            case text -> new TraceFormat.IdAndSize();
            case lirs -> new TraceFormat.Lirs(
                    arguments.matchedOptionValue("--block-bytes", TraceFormat.Lirs.USUAL_BLOCK));
            case csv -> new TraceFormat.Csv(arguments.matchedOptionValue("--id-column", ID_COLUMN),
                    arguments.matchedOptionValue("--size-column", SIZE_COLUMN),
                    arguments.matchedOptionValue("--separator", ','));
        };
    }

    private static Format byName(String file) {
        var name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return name.endsWith(".csv") ? Format.csv : name.endsWith(".lirs") ? Format.lirs : Format.text;
    }
}

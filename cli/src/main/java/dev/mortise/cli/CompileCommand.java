package dev.mortise.cli;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.InvalidModuleException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise compile}: compiles a module ahead of time. */
final class CompileCommand implements Subcommand {

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("compile")
                .addPositional(PositionalParamSpec.builder().index("0").paramLabel("FILE").type(File.class)
                        .required(true)
                        .description("A module in the binary or the text format; - reads standard input.").build())
                .addOption(OptionSpec.builder("-o", "--output").paramLabel("FILE").type(File.class)
                        .description("Where to write: a jar; or a folder, such as an application's target/classes/, "
                                + "which is there or has a / at its end. By default FILE with the ending .jar.")
                        .build())
                .addOption(OptionSpec.builder("--class").paramLabel("NAME").type(String.class)
                        .description("The class whose method module() gives the module to Java code, such as "
                                + "com.example.Prism; by default named after FILE, in the package guests.")
                        .build())
                .addOption(OptionSpec.builder("--fuel").type(boolean.class)
                        .description("Compile for instances with fuel (call --fuel), too; takes twice the time and "
                                + "room.")
                        .build());
        spec.usageMessage()
                .description("Compiles a module into ordinary Java classes, in a jar that runs without being compiled "
                        + "or validated again: in a Java program by its class, and with 'mortise run' and 'mortise "
                        + "call'. It is for this build of Mortise; another one compiles it anew.")
                .footer("", "Examples:", "  mortise compile count_vowels.wasm",
                        "  mortise call --trust-jar count_vowels.jar count_vowels --input \"Hello, World!\"",
                        "  mortise compile prism.wasm -o prism.jar --class com.example.Prism");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var source = arguments.matchedPositionalValue(0, new File("-")).getPath();
        var target = target(source, arguments);
        var file = ModuleFile.read(source, streams);
        var compilation = AheadOfTime.compile(file.fileName(), file.binary());
        if (arguments.hasMatchedOption("--class")) {
            try {
                compilation.accessor(arguments.matchedOptionValue("--class", ""));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, "--class: " + e.getMessage(), e);
            }
        }
        if (arguments.hasMatchedOption("--fuel")) {
            compilation.withFuel();
        }
        var refused = new ArrayList<String>();
        compilation.onRefusal(refused::add);
        try {
            if (streams.errIsTerminal()) {
                try (var bar = WorkProgress.on(streams.err(), TerminalWidth.columns(), "compiling", "classes", 1)) {
                    write(compilation.onProgress(bar::progress), target, isFolder(arguments));
                }
            } else {
                write(compilation, target, isFolder(arguments));
            }
            refused.forEach(function -> streams.err().println("mortise: " + OneLine.of(source + ": " + function)));
            return ExitCode.OK;
        } catch (InvalidModuleException e) {
            throw file.invalid(e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE,
                    "%s: cannot be written: %s".formatted(target, FileProblem.reason(e)), e);
        }
    }

    private static void write(AheadOfTime.Compilation compilation, Path target, boolean isFolder) throws IOException {
        if (isFolder && Files.exists(target) && !Files.isDirectory(target)) {
            throw new NotDirectoryException(target.toString());
        }
        if (isFolder || Files.isDirectory(target)) {
            compilation.toFolder(target);
        } else {
            compilation.toJar(target);
        }
    }

    /** By the end of its name, which a path does not have any more. */
    private static boolean isFolder(ParseResult arguments) {
        if (!arguments.hasMatchedOption("--output")) {
            return false;
        }
        var name = arguments.matchedOption("--output").originalStringValues().getLast();
        return name.endsWith("/") || name.endsWith(File.separator);
    }

    private static Path target(String source, ParseResult arguments) {
        var named = arguments.matchedOptionValue("--output", new File("")).getPath();
        if (named.isEmpty() && source.equals("-")) {
            throw new CommandFailure(ExitCode.USAGE, "a module from standard input has no name: say with -o where its "
                    + "jar shall be");
        }
        if (named.equals("-")) {
            throw new CommandFailure(ExitCode.USAGE, "a jar cannot go to standard output: name a file with -o");
        }
        var dot = source.lastIndexOf('.');
        var name = dot > source.lastIndexOf(File.separatorChar) + 1 ? source.substring(0, dot) : source;
        var target = OutputFile.path(named.isEmpty() ? name + ".jar" : named);
        if (target.equals(OutputFile.path(source))) {
            throw new CommandFailure(ExitCode.USAGE, source + " is to be replaced by what it is compiled to: name "
                    + "another file with -o");
        }
        return target;
    }
}

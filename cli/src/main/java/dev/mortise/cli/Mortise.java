package dev.mortise.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code mortise} with all its subcommands. */
final class Mortise {

    private static final int HELP_WIDTH = 100;
    /** Less than this the library does not do. */
    private static final int NARROWEST_HELP = 55;

    private Mortise() {}

    /** Runs one command line and returns its exit code. Throws nothing. */
    static int run(Streams streams, String... args) {
        var report = new FailureReport(streams);
        // Numbers look the same on every machine, in all lines of a table.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        try {
            for (var argument : args) {
                LocaleText.check("the argument '%s'".formatted(argument), argument);
            }
            var out = streams.outWriter();
            var code = commandLine(streams, report).setOut(out).execute(args);
            out.flush();
            return out.checkError() && code == ExitCode.OK ? ExitCode.BROKEN_PIPE : code;
        } catch (Throwable e) {
            return report.of(e);
        }
    }

    /** The parser, ready to execute. */
    static CommandLine commandLine(Streams streams, FailureReport report) {
        var root = root();
        for (var command : commands()) {
            var spec = command.describe();
            spec.addOption(helpOption()).usageMessage().width(HELP_WIDTH).optionListHeading("%nOptions:%n")
                    .parameterListHeading("%n").sortOptions(false);
            root.addSubcommand(spec.name(), spec);
        }
        var ansi = wantsColour(streams.outIsTerminal()) ? Ansi.ON : Ansi.OFF;
        return new CommandLine(root)
                // "--input @name" is a text like any other, not a file of arguments.
                .setExpandAtFiles(false)
                // And "--input --stdin" is the text "--stdin", as with any getopt.
                .setAllowOptionsAsOptionParameters(true).setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setParameterExceptionHandler((e, args) -> report.of(usageFailure(e)))
                .setExecutionStrategy(parsed -> execute(parsed, streams, report));
    }

    private static List<Subcommand> commands() {
        return List.of(new CallCommand(), new RunCommand(), new CompileCommand(), new InspectCommand(),
                new WatToWasmCommand(),
                new SimulateCommand(), new LabCommand(), new CompletionCommand(), new HelpCommand());
    }

    private static CommandSpec root() {
        var root = CommandSpec.create().name("mortise").versionProvider(new VersionText());
        root.addOption(helpOption()).addOption(OptionSpec.builder("-V", "--version").versionHelp(true)
                .type(boolean.class).description("Print the versions of Mortise and Java.").build());
        root.usageMessage().width(HELP_WIDTH).sortOptions(false).synopsisSubcommandLabel("COMMAND")
                .description("Runs WebAssembly plug-ins, compiled to JVM bytecode.").optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n").exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.descriptions())
                .footer("", "Examples:", "  mortise call count_vowels.wasm count_vowels --input \"Hello, World!\"",
                        "  mortise run --dir . program.wasm -v input.txt", "  mortise inspect count_vowels.wasm",
                        "  mortise compile count_vowels.wasm -o count_vowels.jar",
                        "  mortise wat2wasm multiply.wat -o multiply.wasm", "",
                        "'mortise COMMAND --help' tells more of each command.", "",
                        "Environment:", "  MORTISE_DEBUG=1     show the stack trace of whatever fails",
                        "  MORTISE_JAVA_OPTS   options for the JVM, such as -Xmx4g",
                        "  MORTISE_CODE_CACHE  folder where compiled code is kept, or off; the user's cache folder if",
                        "                      not set",
                        "  NO_COLOR            print without colours");
        return root;
    }

    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class)
                .description("Print this help.").build();
    }

    /** Makes help fit the terminal that it is for. */
    static void fitHelp(@Nullable CommandLine root, Streams streams) {
        if (root != null && streams.outIsTerminal()) {
            root.setUsageHelpWidth(Math.clamp(TerminalWidth.columns(), NARROWEST_HELP, HELP_WIDTH));
        }
    }

    private static boolean asksForHelp(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.hasSubcommand() && asksForHelp(parsed.subcommand());
    }

    private static boolean helpsItself(ParseResult parsed) {
        return parsed.hasSubcommand() && parsed.subcommand().commandSpec().userObject() instanceof Subcommand command
                && command.helpsItself(parsed.subcommand());
    }

    private static int execute(ParseResult parsed, Streams streams, FailureReport report) {
        if (asksForHelp(parsed)) {
            fitHelp(parsed.commandSpec().commandLine(), streams);
        }
        // The parser takes any word beside --help, and helps with what there is instead.
        if (!parsed.hasSubcommand() && !parsed.unmatched().isEmpty()) {
            return report.of(usageFailure(new UnmatchedArgumentException(
                    Objects.requireNonNull(parsed.commandSpec().commandLine()), parsed.unmatched())));
        }
        var help = helpsItself(parsed) ? null : CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        var arguments = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (!(arguments.commandSpec().userObject() instanceof Subcommand command)) {
            return report.of(new CommandFailure(ExitCode.USAGE, "which command? There are " + String.join(", ",
                    parsed.commandSpec().subcommands().keySet()) + " (see 'mortise --help')"));
        }
        try {
            return command.run(arguments, streams);
        } catch (Throwable e) {
            return report.of(e);
        }
    }

    private static CommandFailure usageFailure(ParameterException e) {
        var spec = e.getCommandLine().getCommandSpec();
        var text = OneLine.continued(OneLine.of(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            text = unmatched(unmatched, spec);
        }
        return new CommandFailure(ExitCode.USAGE, "%s (see '%s --help')".formatted(text, spec.qualifiedName()), e);
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSpec spec) {
        var argument = e.getUnmatched().getFirst();
        var what = argument.startsWith("-") ? "unknown option"
                : spec.parent() == null ? "unknown command"
                        : "there is an argument too many:";
        var known = spec.parent() == null && !argument.startsWith("-") ? spec.subcommands() : Map.<String, Object>of();
        var likely = e.getSuggestions().stream().filter(name -> known.isEmpty() || known.containsKey(name)).findFirst()
                .map(name -> "; did you mean '" + name + "'?").orElse("");
        return OneLine.of("%s '%s'".formatted(what, argument)) + likely;
    }

    private static boolean wantsColour(boolean terminal) {
        return terminal && !Streams.isSet("NO_COLOR") && !"dumb".equals(System.getenv("TERM"));
    }
}

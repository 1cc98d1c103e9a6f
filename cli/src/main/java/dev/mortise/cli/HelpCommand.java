package dev.mortise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise help}: what {@code --help} prints, for who looks for it there. */
final class HelpCommand implements Subcommand {

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("help")
                .addPositional(PositionalParamSpec.builder().index("0").paramLabel("COMMAND").type(String.class)
                        .required(false).description("The command to tell of; without it, of all.").build());
        spec.usageMessage().description("Prints the help of a command.").footer("", "Example:", "  mortise help call");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var root = arguments.commandSpec().root();
        Mortise.fitHelp(root.commandLine(), streams);
        var name = arguments.matchedPositionalValue(0, "");
        var known = root.subcommands();
        if (!name.isEmpty() && !known.containsKey(name)) {
            throw new CommandFailure(ExitCode.USAGE,
                    "unknown command '%s'; there are %s".formatted(name, String.join(", ", known.keySet())));
        }
        var command = name.isEmpty() ? root.commandLine() : known.get(name);
        streams.write((command == null ? new CommandLine(root) : command).getUsageMessage());
        return ExitCode.OK;
    }
}

package dev.mortise.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise completion}: prints a script that teaches a shell the commands and options. */
final class CompletionCommand implements Subcommand {

    /** The shells that the script is for; it tells them apart by itself. */
    enum Shell {
        bash, zsh
    }

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("completion")
                .addPositional(PositionalParamSpec.builder().index("0").paramLabel("SHELL").type(Shell.class)
                        .required(false).description("bash or zsh.").build());
        spec.usageMessage().customSynopsis("mortise completion [-h] SHELL")
                .description("Prints a script for the completion of commands, options and file names with the Tab key.")
                .footer("", "For this shell, and from its start-up file for all later ones:",
                        "  source <(mortise completion bash)      in ~/.bashrc",
                        "  source <(mortise completion zsh)       in ~/.zshrc, after compinit");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        if (!arguments.hasMatchedPositional(0)) {
            throw new CommandFailure(ExitCode.USAGE, "which shell? bash or zsh (see 'mortise completion --help')");
        }
        var root = arguments.commandSpec().root().commandLine();
        streams.write(AutoComplete.bash("mortise", root == null ? new CommandLine(arguments.commandSpec()) : root));
        return ExitCode.OK;
    }
}

package dev.mortise.cli;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise wat2wasm}: translates the text format. */
final class WatToWasmCommand implements Subcommand {

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("wat2wasm")
                .addPositional(PositionalParamSpec.builder().index("0").paramLabel("FILE").type(java.io.File.class)
                        .required(true).description("The module in the text format; - reads standard input.").build())
                .addOption(OptionSpec.builder("-o", "--output").paramLabel("FILE").type(java.io.File.class)
                        .description("Where to write; - is standard output. By default FILE with the ending .wasm, "
                                + "or standard output if the text comes from standard input.")
                        .build())
                .addOption(OptionSpec.builder("--no-check").type(boolean.class)
                        .description("Write the module even if it breaks a rule of typing.").build());
        spec.usageMessage().description("Translates a module from the text format (WAT) to the binary format.")
                .footer("", "Examples:", "  mortise wat2wasm multiply.wat", "  mortise wat2wasm - -o - <a.wat >a.wasm");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var source = arguments.matchedPositionalValue(0, new java.io.File("-")).getPath();
        var target = target(source, arguments, streams);
        var file = ModuleFile.read(source, streams);
        var binary = file.fromText();
        if (!arguments.hasMatchedOption("--no-check")) {
            check(file.name(), binary);
        }
        if (target.equals("-")) {
            streams.write(binary);
        } else {
            OutputFile.write(target, binary);
        }
        return ExitCode.OK;
    }

    private static String target(String source, ParseResult arguments, Streams streams) {
        var named = arguments.matchedOptionValue("--output", new java.io.File("")).getPath();
        var target = !named.isEmpty() ? named
                : source.equals("-") ? "-"
                        : source.endsWith(".wat") ? source.substring(0, source.length() - ".wat".length()) + ".wasm"
                                : source + ".wasm";
        if (named.isEmpty() && target.equals("-") && streams.outIsTerminal()) {
            throw new CommandFailure(ExitCode.USAGE,
                    "a binary module is nothing for a terminal: name a file with -o, or insist with -o -");
        }
        return target;
    }

    private static void check(String name, byte[] binary) {
        try {
            Module.parse(binary);
        } catch (InvalidModuleException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: %s (counted in the binary; --no-check writes it all the same)"
                    .formatted(name, e.getMessage()), e);
        }
    }
}

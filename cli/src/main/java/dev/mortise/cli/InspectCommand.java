package dev.mortise.cli;

import dev.mortise.cli.internal.CompileReport;
import dev.mortise.cli.internal.CompileText;
import dev.mortise.cli.internal.JsonReport;
import dev.mortise.cli.internal.ModuleReport;
import dev.mortise.cli.internal.TextReport;
import dev.mortise.wasm.internal.LoadedModule;
import java.io.File;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise inspect}: tells what is in a module. */
final class InspectCommand implements Subcommand {

    private static final int DEFAULT_TOP = 10;

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("inspect")
                .addPositional(PositionalParamSpec.builder().index("0").paramLabel("FILE").type(File.class)
                        .required(true)
                        .description(
                                "A module in the binary or the text format, or a jar that 'mortise compile' made; - reads "
                                        + "standard input.")
                        .build())
                .addOption(OptionSpec.builder("--top").paramLabel("N").type(int.class).defaultValue("" + DEFAULT_TOP)
                        .description("How many of the biggest functions to show; ${DEFAULT-VALUE} by default, with "
                                + "--compile all.")
                        .build())
                .addOption(OptionSpec.builder("--compile").type(boolean.class)
                        .description("Compile every function, and show what became of each: its size in the module and "
                                + "as bytecode, into how many methods it was cut, and how. Nothing of the module runs.")
                        .build())
                .addOption(OptionSpec.builder("--json").type(boolean.class)
                        .description("Print JSON, with every function.").build());
        spec.usageMessage()
                .description("Shows what a module imports, exports and contains, what of the language it uses, and "
                        + "which functions are too big for one JVM method that HotSpot compiles.")
                .footer("", "Examples:", "  mortise inspect count_vowels.wasm",
                        "  mortise inspect count_vowels.wasm --json | jq '.exports[].name'",
                        "  mortise inspect --compile --top 20 count_vowels.wasm");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var top = arguments.matchedOptionValue("--top", DEFAULT_TOP);
        if (top < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--top must be 0 or more, not " + top);
        }
        var file = ModuleFile.read(arguments.matchedPositionalValue(0, new File("-")).getPath(), streams);
        var module = file.load();
        var isJson = arguments.hasMatchedOption("--json");
        if (arguments.hasMatchedOption("--compile")) {
            var compiled = compile(file.name(), module, streams);
            streams.write(isJson ? JsonReport.of(ModuleReport.of(file.name(), module), compiled)
                    : CompileText.of(compiled, OneLine::of,
                            arguments.hasMatchedOption("--top") ? top : Integer.MAX_VALUE));
        } else {
            var report = ModuleReport.of(file.name(), module);
            streams.write(isJson ? JsonReport.of(report) : new TextReport(OneLine::of, top).of(report));
        }
        return ExitCode.OK;
    }

    private static CompileReport compile(String name, LoadedModule module, Streams streams) {
        if (!streams.errIsTerminal()) {
            return CompileReport.of(name, module, (functions, all) -> {
            });
        }
        try (var bar = WorkProgress.on(streams.err(), TerminalWidth.columns(), "compiling", "functions", 1)) {
            return CompileReport.of(name, module, bar::progress);
        }
    }
}

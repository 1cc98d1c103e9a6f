package dev.mortise.cli;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import java.io.File;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise call}: calls a function of a plug-in and prints what it returns. */
final class CallCommand implements Subcommand {

    /** Each call's time is kept, in eight bytes. */
    private static final int MOST_REPEATS = 10_000_000;
    private static final byte[] NOTHING = {};

    /** The levels as Extism names them. */
    enum LogLevel {
        trace(Level.TRACE), debug(Level.DEBUG), info(Level.INFO), warn(Level.WARNING), error(Level.ERROR), off(
                Level.OFF);

        private final Level level;

        LogLevel(Level level) {
            this.level = level;
        }

        static String nameOf(Level level) {
            return level == Level.WARNING ? "warn" : level.name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("call");
        spec.addPositional(PositionalParamSpec.builder().index("0").paramLabel("PLUGIN").type(File.class).required(true)
                .description("The plug-in: a module in the binary or the text format; - for standard input.").build());
        spec.addPositional(PositionalParamSpec.builder().index("1").paramLabel("FUNCTION").type(String.class)
                .required(true).description("The function to call: one of the module's exports.").build());
        spec.addOption(OptionSpec.builder("--input").paramLabel("TEXT").type(String.class)
                .description("The input of the call, passed in UTF-8; none by default. A - is the text -, and what is "
                        + "longer than 100 KB does not fit a command line: use --stdin.")
                .build());
        spec.addOption(OptionSpec.builder("--stdin").type(boolean.class)
                .description("Read the input from standard input: for files, for bytes, for what is long.").build());
        spec.addOption(OptionSpec.builder("--config").paramLabel("KEY=VALUE").type(List.class)
                .auxiliaryTypes(String.class)
                .description("A configuration value for the plug-in. May be repeated; the last one of a key counts.")
                .build());
        spec.addOption(OptionSpec.builder("--repeat").paramLabel("N").type(int.class).defaultValue("1")
                .description("Call it N times, print the last output, and tell on standard error how long it took.")
                .build());
        spec.addOption(OptionSpec.builder("--log-level").paramLabel("LEVEL").type(LogLevel.class).defaultValue("info")
                .description("What the plug-in logs from this level on goes to standard error: trace, debug, info, "
                        + "warn, error, off; ${DEFAULT-VALUE} by default.")
                .build());
        spec.usageMessage()
                .description("Calls a function of a plug-in that was built with one of Extism's kits (extism/v1).",
                        "Its output goes to standard output as it is, everything else to standard error. A line end is "
                                + "added only on a terminal.")
                .exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.descriptions()).footer("", "Examples:",
                        "  mortise call count_vowels.wasm count_vowels --input \"Hello, World!\"",
                        "  mortise call resize.wasm resize --stdin --config width=320 <in.png >out.png",
                        "  mortise call count_vowels.wasm count_vowels --input Hello --repeat 10000");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var function = arguments.matchedPositionalValue(1, "");
        var repeats = repeats(arguments);
        var config = config(arguments.matchedOptionValue("--config", List.of()));
        var fixedInput = fixedInput(arguments);
        var loadStart = System.nanoTime();
        var module = ModuleFile.read(arguments.matchedPositionalValue(0, new File("")).getPath(), streams).load();
        try (var plugin = open(module, config, arguments, streams)) {
            requireFunction(plugin, function);
            var loadTime = System.nanoTime() - loadStart;
            var input = arguments.hasMatchedOption("--stdin") ? streams.readInput() : fixedInput;
            if (repeats == 0) {
                print(plugin.call(function, input), streams);
            } else {
                repeat(plugin, function, input, new CallTimes(loadTime, repeats), streams);
            }
        }
        return ExitCode.OK;
    }

    /** How often to call it and measure, or 0 for the plain call. */
    private static int repeats(ParseResult arguments) {
        if (!arguments.hasMatchedOption("--repeat")) {
            return 0;
        }
        var repeats = arguments.matchedOptionValue("--repeat", 1);
        if (repeats < 1 || repeats > MOST_REPEATS) {
            throw new CommandFailure(ExitCode.USAGE,
                    "--repeat must be 1 to %,d, not %,d".formatted(MOST_REPEATS, repeats));
        }
        return repeats;
    }

    private static Map<String, String> config(List<String> entries) {
        var config = new LinkedHashMap<String, String>();
        for (var entry : entries) {
            var equals = entry.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(ExitCode.USAGE, "--config needs KEY=VALUE, not '%s'".formatted(entry));
            }
            config.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return config;
    }

    private static byte[] fixedInput(ParseResult arguments) {
        if (!arguments.hasMatchedOption("--input")) {
            return NOTHING;
        }
        if (arguments.hasMatchedOption("--stdin")) {
            throw new CommandFailure(ExitCode.USAGE, "--input and --stdin exclude each other: which is the input?");
        }
        var text = arguments.matchedOptionValue("--input", "");
        if (text.indexOf('\uFFFD') >= 0 && !"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"))) {
            throw new CommandFailure(ExitCode.USAGE, "--input has characters that this locale (%s) cannot pass: set "
                    .formatted(System.getProperty("sun.jnu.encoding")) + "LC_ALL=C.UTF-8, or use --stdin");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Plugin open(Module module, Map<String, String> config, ParseResult arguments,
            Streams streams) {
        try {
            return Plugin.builder().config(config)
                    .logLevel(arguments.matchedOptionValue("--log-level", LogLevel.info).level)
                    .onLog((level, message) -> streams.err()
                            .println("[%s] %s".formatted(LogLevel.nameOf(level), OneLine.of(message))))
                    .open(module);
        } catch (LinkException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: %s%s".formatted(
                    arguments.matchedPositionalValue(0, new File("")), e.getMessage(),
                    needsHost(module) ? " (this command gives no host functions: call the plug-in from Java)" : ""), e);
        }
    }

    private static boolean needsHost(Module module) {
        return module.imports().stream().map(ImportType::module)
                .anyMatch(name -> !name.startsWith("wasi_") && !name.startsWith("extism:host/env"));
    }

    /** Found out before standard input is read, which may be long in coming. */
    private static void requireFunction(Plugin plugin, String function) {
        var exists = plugin.module().exports().stream()
                .anyMatch(export -> export.name().equals(function) && export.type() instanceof FunctionType);
        if (!exists) {
            var callable = plugin.module().exports().stream()
                    .filter(export -> plugin.functionExists(export.name())).map(export -> export.name()).toList();
            throw new CommandFailure(ExitCode.USAGE, "there is no function '%s'; %s".formatted(function,
                    callable.isEmpty() ? "the module exports none that can be called" : "there are: "
                            + String.join(", ", callable)));
        }
    }

    private static void repeat(Plugin plugin, String function, byte[] input, CallTimes times, Streams streams) {
        var output = NOTHING;
        for (var i = 0; i < times.expected(); i++) {
            var start = System.nanoTime();
            try {
                output = plugin.call(function, input);
            } catch (PluginException e) {
                if (i > 0) {
                    streams.err().println("mortise: call %,d of %,d failed".formatted(i + 1, times.expected()));
                }
                throw e;
            }
            times.add(System.nanoTime() - start);
        }
        print(output, streams);
        streams.err().println(times.summary());
    }

    private static void print(byte[] output, Streams streams) {
        streams.write(output);
        if (streams.outIsTerminal() && output.length > 0 && output[output.length - 1] != '\n') {
            streams.write("\n");
        }
    }
}

package dev.mortise.cli;

import dev.mortise.cli.CallOptions.LogLevel;
import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.FunctionType;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise call}: calls a function of a plug-in and prints what it returns. */
final class CallCommand implements Subcommand {

    private static final byte[] NOTHING = {};
    /** A user who waits sees a progress bar and has Ctrl-C, so it is long; the second is {@code Builder}'s own. */
    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(10);
    private static final long BIGGEST_DOWNLOAD = 256L << 20;

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("call");
        spec.addPositional(PositionalParamSpec.builder().index("0").paramLabel("PLUGIN").type(File.class).required(true)
                .description("The plug-in: a module in the binary or the text format, or a manifest; a URL of a "
                        + "module; with " + ModuleFile.TRUST_JAR
                        + ", a jar that 'mortise compile' made; - for standard "
                        + "input.")
                .build());
        spec.addPositional(PositionalParamSpec.builder().index("1").paramLabel("FUNCTION").type(String.class)
                .required(true).description("The function to call: one of the module's exports.").build());
        CallOptions.addTo(spec);
        spec.usageMessage().abbreviateSynopsis(true)
                .description("Calls a function of a plug-in that was built with one of Extism's kits (extism/v1).",
                        "Its output goes to standard output as it is, everything else to standard error. A line end is "
                                + "added only on a terminal.")
                .exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.descriptions()).footer("", "Examples:",
                        "  mortise call count_vowels.wasm count_vowels --input \"Hello, World!\"",
                        "  mortise call resize.wasm resize --stdin --config width=320 <in.png >out.png",
                        "  mortise call plugin.json run --allow-host \"*.example.com\" --timeout 5000",
                        "  mortise call main.wasm run --link lib=lib.wasm --wasi --allow-path ro:data:/data",
                        "  mortise call https://example.com/count_vowels.wasm count_vowels --input Hello",
                        "  mortise call count_vowels.wasm count_vowels --input Hello --repeat 10000");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        requireOneOf(arguments, "--input", "--stdin", "which is the input?");
        requireOneOf(arguments, "--loop", "--repeat", "which is how often?");
        var name = arguments.matchedPositional(0).originalStringValues().getFirst();
        if (name.equals("-") && arguments.hasMatchedOption("--stdin")) {
            throw new CommandFailure(ExitCode.USAGE, "standard input cannot be both the plug-in and its input");
        }
        var function = arguments.matchedPositionalValue(1, "");
        if (arguments.hasMatchedOption("--allow-path") && !arguments.hasMatchedOption("--wasi")) {
            throw new CommandFailure(ExitCode.USAGE, "--allow-path gives a folder by way of WASI: add --wasi");
        }
        var fixedInput = fixedInput(arguments);
        var builder = builder(arguments, streams);
        var loadStart = System.nanoTime();
        try (var kept = KeptCode.open(streams);
                var plugin = load(name, builder, kept.cache(), arguments, streams).instantiate()) {
            requireFunction(plugin, function);
            var loadTime = System.nanoTime() - loadStart;
            var input = arguments.hasMatchedOption("--stdin") ? streams.readInput() : fixedInput;
            Supplier<byte[]> call = () -> plugin.call(function, input);
            call(arguments.hasMatchedOption("--trace") ? () -> traced(call) : call, loadTime, arguments, streams);
            if (arguments.hasMatchedOption("--repeat")) {
                plugin.fuelConsumed().ifPresent(units -> streams.err().println("fuel of the last call: " + units));
            }
        }
        return ExitCode.OK;
    }

    private static void requireOneOf(ParseResult arguments, String one, String other, String question) {
        if (arguments.hasMatchedOption(one) && arguments.hasMatchedOption(other)) {
            throw new CommandFailure(ExitCode.USAGE, "%s and %s exclude each other: %s".formatted(one, other,
                    question));
        }
    }

    private static byte[] fixedInput(ParseResult arguments) {
        return arguments.matchedOptionValue("--input", "").getBytes(StandardCharsets.UTF_8);
    }

    private static Plugin.Builder builder(ParseResult arguments, Streams streams) {
        var builder = Plugin.builder().config(CallOptions.config(arguments))
                .download(LONGEST_DOWNLOAD, BIGGEST_DOWNLOAD)
                .logLevel(arguments.matchedOptionValue("--log-level", LogLevel.info).level)
                .onLog((level, message) -> streams.err()
                        .println("[%s] %s".formatted(LogLevel.nameOf(level), OneLine.of(message))));
        CallOptions.limit(builder, arguments);
        if (arguments.hasMatchedOption("--wasi")) {
            builder.wasi();
            if (Streams.isSet("EXTISM_ENABLE_WASI_OUTPUT")) {
                builder.wasi(wasi -> wasi.stdout(streams.err()).stderr(streams.err()));
            }
        }
        List<String> hosts = arguments.matchedOptionValue("--allow-host", List.of());
        hosts.forEach(builder::allowHost);
        return builder;
    }

    private static CompiledPlugin load(String name, Plugin.Builder builder, Optional<CodeCache> cache,
            ParseResult arguments, Streams streams) {
        var plugin = PluginArgument.read(name, arguments, cache, streams);
        cache.ifPresent(builder::codeCache);
        CallOptions.allowPaths(builder, arguments);
        if (!plugin.needsNetwork() || !streams.errIsTerminal()) {
            return plugin.compile(builder);
        }
        try (var progress = DownloadProgress.on(streams.err())) {
            return plugin.compile(builder.onDownload(progress));
        }
    }

    /** Found out before standard input is read, which may be long in coming. */
    private static void requireFunction(Plugin plugin, String function) {
        var exists = plugin.module().exports().stream()
                .anyMatch(export -> export.name().equals(function) && export.type() instanceof FunctionType);
        if (!exists) {
            var callable = plugin.module().exports().stream()
                    .filter(export -> plugin.functionExists(export.name())).map(export -> export.name()).toList();
            throw NoSuchFunction.of(function, callable, "the module exports none that can be called");
        }
    }

    private static byte[] traced(Supplier<byte[]> call) {
        try {
            return call.get();
        } catch (PluginException e) {
            throw new TracedFailure(e);
        }
    }

    private static void call(Supplier<byte[]> call, long loadTime, ParseResult arguments, Streams streams) {
        if (arguments.hasMatchedOption("--repeat")) {
            measure(call, new CallTimes(loadTime, arguments.matchedOptionValue("--repeat", 1L).intValue()), streams);
            return;
        }
        var rounds = arguments.matchedOptionValue("--loop", 1L);
        if (rounds == 1) {
            print(call.get(), streams);
            return;
        }
        for (var round = 1L; round <= rounds; round++) {
            streams.write(numbered(call, round, rounds, streams));
            streams.write("\n");
        }
    }

    private static void measure(Supplier<byte[]> call, CallTimes times, Streams streams) {
        var output = NOTHING;
        for (var round = 1; round <= times.expected(); round++) {
            var start = System.nanoTime();
            output = numbered(call, round, times.expected(), streams);
            times.add(System.nanoTime() - start);
        }
        print(output, streams);
        streams.err().println(times.summary());
    }

    private static byte[] numbered(Supplier<byte[]> call, long round, long rounds, Streams streams) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            if (round > 1) {
                streams.err().println("mortise: call %,d of %,d failed".formatted(round, rounds));
            }
            throw e;
        }
    }

    private static void print(byte[] output, Streams streams) {
        streams.write(output);
        if (streams.outIsTerminal() && output.length > 0 && output[output.length - 1] != '\n') {
            streams.write("\n");
        }
    }
}

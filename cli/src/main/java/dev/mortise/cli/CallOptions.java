package dev.mortise.cli;

import dev.mortise.plugin.Plugin;
import dev.mortise.wasm.Memory;
import java.io.File;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code mortise call}. Those that Extism's own command has mean the same here, so that a script may
 * change from one to the other.
 */
final class CallOptions {

    /** Each call's time is kept, in eight bytes. */
    static final int MOST_REPEATS = 10_000_000;
    private static final long MOST_MILLIS = Duration.ofDays(36_500).toMillis();
    private static final String READ_ONLY = "ro:";
    private static final int MOST_PAGES = 65_536;

    /** The levels as Extism names them. */
    enum LogLevel {
        trace(Level.TRACE), debug(Level.DEBUG), info(Level.INFO), warn(Level.WARNING), error(Level.ERROR), off(
                Level.OFF);

        final Level level;

        LogLevel(Level level) {
            this.level = level;
        }

        static String nameOf(Level level) {
            return level == Level.WARNING ? "warn" : level.name().toLowerCase(Locale.ROOT);
        }
    }

    private CallOptions() {}

    /** Adds them all, in groups. */
    static void addTo(CommandSpec spec) {
        group(spec, "Input",
                text("TEXT", "The input of the call, passed in UTF-8; none by default. A - is the text -, and what is "
                        + "longer than 100 KB does not fit a command line: use --stdin.", "-i", "--input"),
                flag("Read the input from standard input: for files, for bytes, for what is long.", "--stdin"));
        group(spec, "Where the plug-in comes from",
                flag("The plug-in is described by a manifest, in TOML if its name ends with .toml, else in JSON. Such "
                        + "a name, or a { at the beginning, tell that without this option, too.", "-m", "--manifest"),
                texts("NAME=FILE", "A module that the plug-in imports by this name: a file or a URL. May be repeated.",
                        "--link"),
                flag(ModuleFile.TRUST_JAR_HELP, ModuleFile.TRUST_JAR));
        group(spec, "What the plug-in gets; with a manifest, in addition to what that gives, or in its place",
                texts("KEY=VALUE", "A configuration value. May be repeated; the last one of a key counts.", "--config"),
                text("JSON", "Configuration values as a JSON object of strings; --config counts more.", "--set-config"),
                flag("Give it WASI: clocks, random numbers, and the folders of --allow-path. What it prints is "
                        + "dropped, or goes to standard error if EXTISM_ENABLE_WASI_OUTPUT is set.", "--wasi"),
                texts("[ro:]HOST[:GUEST]", "A folder, under the name GUEST if given; with ro: it can only read. Needs "
                        + "--wasi. May be repeated.", "--allow-path"),
                texts("PATTERN", "Hosts that it may reach by HTTP, such as *.example.com. May be repeated; without it, "
                        + "it reaches none.", "--allow-host"));
        group(spec, "Limits; those of a manifest hold unless they are given here",
                number("MS", 0, MOST_MILLIS, "The longest time that a call may take, in milliseconds; 0 is as if it "
                        + "were not given.",
                        "--timeout"),
                number("PAGES", 0, MOST_PAGES, "The most memory, in pages of 64 KiB; 0 is as if it were not "
                        + "given.",
                        "--memory-max"),
                number("BYTES", 0, Long.MAX_VALUE, "The most bytes of the body of an HTTP response; 50 MiB by default.",
                        "--http-response-max"),
                number("UNITS", 0, Long.MAX_VALUE, "The most work of a call, in units of fuel, of which an instruction "
                        + "takes about one: the same on every machine; 0 is as if it were not given. --repeat "
                        + "tells what the last call took.",
                        "--fuel"),
                number("BYTES", 0, Long.MAX_VALUE, "The most bytes of its variables; 1 MiB by default.", "--var-max"));
        group(spec, "How it is called, and what is told of it",
                number("N", 1, Integer.MAX_VALUE, "Call it N times, and print each output on a line of its own.",
                        "--loop"),
                number("N", 1, MOST_REPEATS, "Call it N times, print the last output, and tell on standard error how "
                        + "long it took.", "--repeat"),
                OptionSpec.builder("--log-level").paramLabel("LEVEL").type(LogLevel.class).defaultValue("info")
                        .description("What it logs from this level on goes to standard error: trace, debug, info, "
                                + "warn, error, off; ${DEFAULT-VALUE} by default.")
                        .build(),
                flag("Show in which functions of the plug-in a trap or a limit stopped it.", "--trace"));
    }

    private static void group(CommandSpec spec, String heading, OptionSpec... options) {
        var group = ArgGroupSpec.builder().heading("%n" + heading + ":%n").validate(false)
                .order(spec.argGroups().size());
        for (var option : options) {
            group.addArg(option);
        }
        spec.addArgGroup(group.build());
    }

    private static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description).build();
    }

    private static OptionSpec text(String label, String description, String... names) {
        return OptionSpec.builder(names).paramLabel(label).type(String.class).description(description)
                .build();
    }

    private static OptionSpec texts(String label, String description, String name) {
        return OptionSpec.builder(name).paramLabel(label).type(List.class).auxiliaryTypes(String.class)
                .description(description).build();
    }

    private static OptionSpec number(String label, long least, long most, String description, String name) {
        return OptionSpec.builder(name).paramLabel(label).type(Long.class).converters(new WholeNumber(least, most))
                .description(description).build();
    }

    /** What {@code --set-config} and {@code --config} say together. */
    static Map<String, String> config(ParseResult arguments) {
        var config = new LinkedHashMap<String, String>();
        if (arguments.hasMatchedOption("--set-config")) {
            config.putAll(ConfigJson.parse(arguments.matchedOptionValue("--set-config", "")));
        }
        List<String> entries = arguments.matchedOptionValue("--config", List.of());
        for (var entry : entries) {
            var pair = NameAndValue.of("--config", "KEY=VALUE", entry);
            config.put(pair.name(), pair.value());
        }
        return config;
    }

    /** Sets the limits that are given. */
    static void limit(Plugin.Builder builder, ParseResult arguments) {
        var millis = arguments.matchedOptionValue("--timeout", 0L);
        if (millis > 0) {
            builder.timeout(Duration.ofMillis(millis));
        }
        var pages = arguments.matchedOptionValue("--memory-max", 0L);
        if (pages > 0) {
            // More than the engine can have is no limit of its own.
            builder.maxPages((int) Math.min(Memory.MAX_PAGES, pages));
        }
        if (arguments.hasMatchedOption("--http-response-max")) {
            builder.maxHttpResponseBytes(arguments.matchedOptionValue("--http-response-max", 0L));
        }
        var fuel = arguments.matchedOptionValue("--fuel", 0L);
        if (fuel > 0) {
            builder.fuel(fuel);
        }
        if (arguments.hasMatchedOption("--var-max")) {
            builder.maxVarBytes(arguments.matchedOptionValue("--var-max", 0L));
        }
    }

    /** Gives the folders of {@code --allow-path}. */
    static void allowPaths(Plugin.Builder builder, ParseResult arguments) {
        List<String> paths = arguments.matchedOptionValue("--allow-path", List.of());
        for (var path : paths) {
            var prefix = path.startsWith(READ_ONLY) ? READ_ONLY : "";
            var folder = path.substring(prefix.length());
            // A colon behind a single letter belongs to a drive of Windows.
            var colon = folder.indexOf(':', File.separatorChar == '\\' ? 2 : 0);
            var host = colon < 0 ? folder : folder.substring(0, colon);
            var guest = colon < 0 ? folder : folder.substring(colon + 1);
            if (host.isEmpty() || guest.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE,
                        "--allow-path needs HOST, HOST:GUEST or ro:HOST:GUEST, not '" + path + "'");
            }
            GuestPath.check("--allow-path", path, host, guest);
            builder.allowPath(prefix + host, guest);
        }
    }
}

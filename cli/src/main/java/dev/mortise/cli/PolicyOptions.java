package dev.mortise.cli;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.Way;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code simulate} that say which policies are run, and how. */
final class PolicyOptions {

    private static final String BUILT_IN = listed(BuiltInPolicy.values(), BuiltInPolicy::label);
    private static final String ABIS = listed(PolicyAbi.values(), PolicyAbi::label);
    private static final String LANGUAGES = listed(PolicyLanguage.values(), PolicyLanguage::label);

    private final Streams streams;
    private final Set<PolicyAbi> abis;
    private final Set<PolicyLanguage> languages;
    /** A policy that is named twice is run once. */
    private final Set<String> added = new LinkedHashSet<>();
    private final List<Way> ways = new ArrayList<>();

    private PolicyOptions(ParseResult arguments, Streams streams) {
        this.streams = streams;
        abis = chosen("--abi", arguments.matchedOptionValue("--abi", ABIS), PolicyAbi::named, ABIS);
        languages = chosen("--guests", arguments.matchedOptionValue("--guests", PolicyLanguage.RUST.label()),
                PolicyLanguage::named, LANGUAGES);
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--policies").paramLabel("LIST").type(String.class)
                .description("Which policies, with commas between: built-in ones, or modules as FILE or NAME=FILE. A "
                        + "module that has the name of a built-in policy must count what that does. By default: "
                        + BUILT_IN + ".")
                .build());
        spec.addOption(OptionSpec.builder("--abi").paramLabel("LIST").type(String.class)
                .description("How to run them: in java, or as plug-ins that get a request as numbers (direct), as a C "
                        + "struct (struct) or in the encoding bincode 1 (bincode). By default all of these; of a "
                        + "module, those that it can.")
                .build());
        spec.addOption(OptionSpec.builder("--guests").paramLabel("LIST").type(String.class)
                .description("The language of the built-in plug-ins: rust (the default), c or "
                        + "assemblyscript, with commas between.")
                .build());
    }

    private static <T> String listed(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).collect(Collectors.joining(","));
    }

    private static <T> Set<T> chosen(String option, String list, Function<String, Optional<T>> named, String all) {
        return Arrays.stream(list.split(",", -1)).map(each -> named.apply(each.strip()).orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "%s takes %s, not '%s'".formatted(option,
                        all.replace(",", ", "), each))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All ways of running all policies that the options ask for. */
    static List<Way> ways(ParseResult arguments, Streams streams) {
        var options = new PolicyOptions(arguments, streams);
        for (var each : arguments.matchedOptionValue("--policies", BUILT_IN).split(",", -1)) {
            options.add(each.strip());
        }
        return options.ways;
    }

    private void add(String text) {
        var builtIn = BuiltInPolicy.named(text);
        var equals = text.indexOf('=');
        if (builtIn.isPresent()) {
            addBuiltIn(builtIn.get());
        } else if (equals > 0 && equals == text.length() - 1) {
            throw new CommandFailure(ExitCode.USAGE, "--policies: there is no file after '%s'".formatted(text));
        } else if (equals > 0 && !Files.exists(OutputFile.path(text))) {
            addFile(text.substring(0, equals), text.substring(equals + 1));
        } else if (looksLikeFile(text)) {
            addFile(text, text);
        } else {
            throw new CommandFailure(ExitCode.USAGE,
                    "there is no policy '%s': there are %s, and modules that are named "
                            .formatted(text, BUILT_IN.replace(",", ", ")) + "as FILE or NAME=FILE");
        }
    }

    private static boolean looksLikeFile(String text) {
        return text.equals("-") || text.endsWith(".wasm") || text.endsWith(".wat") || text.contains("/")
                || !text.isEmpty() && Files.exists(OutputFile.path(text));
    }

    private void addBuiltIn(BuiltInPolicy policy) {
        addJava(policy);
        for (var language : languages) {
            for (var abi : abis) {
                if (abi != PolicyAbi.JAVA && added.add(policy.label() + ' ' + language.label() + ' ' + abi.label())) {
                    ways.add(new Way.InPlugin(policy.label(), PluginPolicy.builtIn(policy, language), abi));
                }
            }
        }
    }

    private void addJava(BuiltInPolicy policy) {
        if (abis.contains(PolicyAbi.JAVA) && added.add(policy.label())) {
            ways.add(Way.InJava.of(policy));
        }
    }

    private void addFile(String policy, String file) {
        var module = ModuleFile.read(file, streams);
        var plugin = PluginPolicy.of(module.name(), module.load());
        BuiltInPolicy.named(policy).ifPresent(this::addJava);
        var wanted = new ArrayList<>(abis);
        wanted.remove(PolicyAbi.JAVA);
        var possible = wanted.stream().filter(plugin.abis()::contains).toList();
        if (possible.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "%s: it can be called under %s, and --abi asks for %s".formatted(
                    file, labels(plugin.abis()), labels(abis)));
        }
        if (plugin.isAmbiguous() && possible.size() > 1) {
            throw new CommandFailure(ExitCode.USAGE,
                    "%s: its send (i32, i32) may read a C struct or bincode: say which "
                            .formatted(file) + "with --abi java,struct or --abi java,bincode");
        }
        for (var abi : possible) {
            if (added.add(policy + ' ' + file + ' ' + abi.label())) {
                ways.add(new Way.InPlugin(policy, plugin, abi));
            }
        }
    }

    private static String labels(Set<PolicyAbi> abis) {
        return abis.stream().map(PolicyAbi::label).collect(Collectors.joining(", "));
    }
}

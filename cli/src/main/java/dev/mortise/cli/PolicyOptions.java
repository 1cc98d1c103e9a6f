package dev.mortise.cli;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code simulate} that say which policies are run, and how. */
final class PolicyOptions {

    private PolicyOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--policies").paramLabel("LIST").type(String.class)
                .description("Which policies, with commas between; all that come with it by default.").build());
    }

    /** All ways of running all policies that the options ask for. */
    static List<Way> ways(ParseResult arguments, Streams streams) {
        var ways = new ArrayList<Way>();
        for (var each : arguments.matchedOptionValue("--policies", all()).split(",", -1)) {
            var policy = BuiltInPolicy.named(each).orElseThrow(() -> new CommandFailure(ExitCode.USAGE,
                    "there is no policy '%s'; there are: %s".formatted(each, all().replace(",", ", "))));
            ways.add(Way.InJava.of(policy));
        }
        return ways;
    }

    private static String all() {
        return Arrays.stream(BuiltInPolicy.values()).map(BuiltInPolicy::label).collect(Collectors.joining(","));
    }
}

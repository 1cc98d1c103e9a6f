package dev.mortise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code mortise lab}: starts the lab, which is a program of its own, so that this one does not carry every other
 * runtime along. The launcher builds it and says where it is.
 */
final class LabCommand implements Subcommand {

    private static final String MAIN = "dev.mortise.lab.Main";
    /** The folder with the lab's jars. */
    private static final String LAB = "mortise.lab";
    private static final Set<String> IN_PLACE = Set.of("peers", "compare", "report");
    private static final String ROOT = "mortise.root";
    /** The lab writes down what it has when it is stopped. */
    private static final long FAREWELL_SECONDS = 30;

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("lab");
        spec.addPositional(PositionalParamSpec.builder().paramLabel("EXPERIMENT").type(List.class)
                .auxiliaryTypes(String.class).arity("0..*")
                .description("extism, ffi, scripting, simulator, or all, which it is without one.").build());
        spec.addOption(OptionSpec.builder("--thorough").type(boolean.class)
                .description("Take up to an hour, for figures to quote.").build());
        spec.addOption(OptionSpec.builder("--peers").paramLabel("LIST").type(String.class)
                .description("Who takes part: ids with commas between; jvm stands for all that run in a JVM, "
                        + "endive and chicory for both their ways. Without it: all that are found.")
                .build());
        spec.addOption(OptionSpec.builder("--minutes").paramLabel("N").type(String.class)
                .description(
                        "Begin nothing new after so many minutes; the first round, which has every row, is finished in any case.")
                .build());
        spec.addOption(OptionSpec.builder("--output").paramLabel("FILE").type(String.class)
                .description("Where the results go, a line of JSON at the end of the file; the report lies beside it. "
                        + "Without it: lab/target/lab-results.jsonl.")
                .build());
        spec.usageMessage()
                .description(
                        "Repeats published experiments with every WebAssembly runtime on this machine, and reports.",
                        "Without --thorough it takes a few minutes, and its figures are rough.")
                .footer("", "Experiments:", "  extism     throughput of plug-in calls",
                        "  ffi        a whole program in place of a foreign function",
                        "  scripting  many small calls, and lists of any length",
                        "  simulator  cache policies as plug-ins", "", "In place of an experiment:",
                        "  peers                  list who can take part here, and who cannot and why",
                        "  compare BEFORE AFTER   the newest runs of two result files, row by row",
                        "  report FILE            write the report of a file's newest run again", "", "Examples:",
                        "  mortise lab", "  mortise lab extism --peers mortise,java,chicory-sdk",
                        "  mortise lab --thorough --output results.jsonl");
        return spec;
    }

    /** The lab knows what it does in place of an experiment. */
    @Override
    public boolean helpsItself(ParseResult arguments) {
        List<String> words = arguments.matchedPositionalValue(0, List.of());
        return System.getProperty(LAB) != null && !words.isEmpty() && IN_PLACE.contains(words.getFirst());
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws IOException {
        var lab = System.getProperty(LAB);
        if (lab == null) {
            throw new CommandFailure(ExitCode.UNAVAILABLE,
                    "the lab is not here: it comes with a checkout of Mortise, where ./mortise lab builds and starts it");
        }
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D%s=%s".formatted(ROOT, System.getProperty(ROOT, ""))));
        if (streams.errIsTerminal()) {
            command.add("-Dmortise.lab.columns=" + TerminalWidth.columns());
        }
        command.addAll(List.of("-cp", Path.of(lab, "*").toString(), MAIN));
        List<String> words = arguments.matchedPositionalValue(0, List.of());
        command.addAll(words);
        if (arguments.isUsageHelpRequested()) {
            command.add("--help");
        }
        if (arguments.hasMatchedOption("--thorough")) {
            command.add("--thorough");
        }
        for (var option : List.of("--peers", "--minutes", "--output")) {
            if (arguments.hasMatchedOption(option)) {
                command.addAll(List.of(option, arguments.matchedOptionValue(option, "")));
            }
        }
        return outcome(new ProcessBuilder(command).inheritIO().start());
    }

    private static int outcome(Process lab) {
        var farewell = new Thread(() -> stop(lab));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            var code = lab.waitFor();
            Runtime.getRuntime().removeShutdownHook(farewell);
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BUG;
        } catch (IllegalStateException e) {
            // This process is ending, too; the code is the signal's.
            return ExitCode.BUG;
        }
    }

    private static void stop(Process lab) {
        lab.destroy();
        try {
            lab.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

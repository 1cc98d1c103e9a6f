package dev.mortise.cli;

import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.io.File;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code mortise run}: runs a program that was built for WASI. */
final class RunCommand implements Subcommand {

    private static final String START = "_start";
    private static final String REACTOR = "_initialize";
    private static final FunctionType NOTHING = FunctionType.of();

    @Override
    public CommandSpec describe() {
        var spec = CommandSpec.wrapWithoutInspection(this).name("run");
        // What follows the program is the program's, also what looks like an option of ours.
        spec.parser().stopAtPositional(true);
        spec.addPositional(PositionalParamSpec.builder().index("0").paramLabel("PROGRAM").type(File.class)
                .required(true)
                .description("The program: a module in the binary or the text format, or, with " + ModuleFile.TRUST_JAR
                        + ", a jar that 'mortise compile' made.")
                .build());
        spec.addPositional(PositionalParamSpec.builder().index("1..*").paramLabel("ARGUMENT").type(List.class)
                .auxiliaryTypes(String.class).arity("0..*").description("The program's arguments, as they are.")
                .build());
        spec.addOption(OptionSpec.builder("--dir").paramLabel("HOST[::GUEST][::ro]").type(List.class)
                .auxiliaryTypes(String.class)
                .description("Let the program use a folder, under the name GUEST if given; with ::ro it can only read. "
                        + "May be repeated. It sees no other folder.")
                .build());
        spec.addOption(OptionSpec.builder("--env").paramLabel("NAME[=VALUE]").type(List.class)
                .auxiliaryTypes(String.class)
                .description("A variable of the program's environment; without a value, as it is in this one. May be "
                        + "repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--invoke").paramLabel("FUNCTION").type(String.class)
                .description("Call this function with the arguments as numbers, and print its results, instead of "
                        + "running the program.")
                .build());
        spec.addOption(OptionSpec.builder(ModuleFile.TRUST_JAR).type(boolean.class)
                .description(ModuleFile.TRUST_JAR_HELP).build());
        spec.usageMessage()
                .description("Runs a program that was built for WASI preview 1, with this process's standard streams.",
                        "Ends with the program's own exit code.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.descriptionsOfRun()).footer("", "Examples:", "  mortise run hello.wasm",
                        "  mortise run --dir . --dir /usr/share/dict::/words::ro grep.wasm -i WORD /words/english",
                        "  mortise run --env HOME=/ --env LANG program.wasm <input >output",
                        "  mortise run --invoke multiply multiply.wat 6 7");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) {
        var file = arguments.matchedPositionalValue(0, new File("")).getPath();
        List<String> operands = arguments.matchedPositionalValue(1, List.of());
        var program = ModuleFile.read(file, streams);
        program.requireTrust(arguments.hasMatchedOption(ModuleFile.TRUST_JAR));
        var builder = Wasi.builder().stdin(streams.in()).stdout(streams.out(), streams.outIsTerminal())
                .stderr(streams.err(), streams.errIsTerminal());
        addEnvironment(builder, arguments.matchedOptionValue("--env", List.of()));
        addDirectories(builder, arguments.matchedOptionValue("--dir", List.of()));
        addArguments(builder, program.fileName(), operands);
        var function = arguments.matchedOptionValue("--invoke", "");
        try (var kept = KeptCode.open(streams); var wasi = build(builder)) {
            var module = program.load(kept.cache(), streams);
            requireFunction(module, function.isEmpty() ? START : function, file);
            var instance = instantiate(module, wasi, file);
            if (function.isEmpty()) {
                return ExitCode.ofProgram(wasi.run(instance));
            }
            instance.findFunction(REACTOR).filter(start -> start.type().equals(NOTHING)).ifPresent(Function::call);
            invoke(instance.function(function), function, operands, streams);
            return ExitCode.OK;
        } catch (ProcessExit exit) {
            return ExitCode.ofProgram(exit.code());
        }
    }

    /** Where the program lies is not the program's business. */
    private static void addArguments(Wasi.Builder builder, String fileName, List<String> operands) {
        var all = new ArrayList<String>();
        all.add(fileName);
        all.addAll(operands);
        builder.arguments(all);
    }

    private static void addEnvironment(Wasi.Builder builder, List<String> variables) {
        for (var each : variables) {
            var equals = each.indexOf('=');
            var name = equals < 0 ? each : each.substring(0, equals);
            if (name.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "--env takes NAME or NAME=VALUE, not '" + each + "'");
            }
            var value = equals < 0 ? System.getenv(name) : each.substring(equals + 1);
            if (value != null) {
                LocaleText.check("the variable " + name, value);
                builder.environment(name, value);
            }
        }
    }

    private static void addDirectories(Wasi.Builder builder, List<String> directories) {
        for (var each : directories) {
            var parts = each.split("::", -1);
            var readOnly = parts.length > 1 && parts[parts.length - 1].equals("ro");
            var names = readOnly ? parts.length - 1 : parts.length;
            if (names > 2 || parts[0].isEmpty() || parts[names - 1].isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE,
                        "--dir takes HOST, HOST::GUEST or HOST::GUEST::ro, not '" + each + "'");
            }
            GuestPath.check("--dir", each, parts[0], parts[names - 1]);
            var host = OutputFile.path(parts[0]);
            if (readOnly) {
                builder.readOnlyDirectory(host, parts[names - 1]);
            } else {
                builder.directory(host, parts[names - 1]);
            }
        }
    }

    private static void requireFunction(Module module, String name, String file) {
        var functions = module.exports().stream().filter(export -> export.type() instanceof FunctionType)
                .map(export -> export.name()).toList();
        if (functions.contains(name)) {
            return;
        }
        throw name.equals(START)
                ? new CommandFailure(ExitCode.USAGE, "%s is no program, as it has no function '_start': call one of "
                        .formatted(file) + "its functions with --invoke, or with 'mortise call' if it is a plug-in")
                : NoSuchFunction.of(name, functions, "the module exports none");
    }

    private static Wasi build(Wasi.Builder builder) {
        try {
            return builder.build();
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCode.FILE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Instance instantiate(Module module, Wasi wasi, String file) {
        var imports = Imports.builder();
        wasi.addTo(imports);
        try {
            return module.instantiate(imports.build());
        } catch (LinkException e) {
            throw new CommandFailure(ExitCode.FILE, file + ": " + e.getMessage(), e);
        }
    }

    private static void invoke(Function function, String name, List<String> operands, Streams streams) {
        var parameters = function.type().parameters();
        if (operands.size() != parameters.size()) {
            throw new CommandFailure(ExitCode.USAGE, "'%s' is %s: it takes %d arguments, not %d".formatted(name,
                    function.type(), parameters.size(), operands.size()));
        }
        var values = new @Nullable Object[operands.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = number(parameters.get(i), operands.get(i));
        }
        for (var result : function.call(values)) {
            streams.write(Objects.toString(result) + System.lineSeparator());
        }
    }

    /** Integers may be written as signed or as unsigned. */
    private static Object number(ValueType type, String text) {
        try {
            if (type instanceof NumberType number) {
                return switch (number) {
                    case I32 -> text.startsWith("-") ? Integer.parseInt(text) : Integer.parseUnsignedInt(text);
                    case I64 -> text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
                    case F32 -> Float.parseFloat(text);
                    case F64 -> Double.parseDouble(text);
                };
            }
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitCode.USAGE, "'%s' is no %s".formatted(text, type), e);
        }
        throw new CommandFailure(ExitCode.USAGE, "a command line cannot give a " + type);
    }
}

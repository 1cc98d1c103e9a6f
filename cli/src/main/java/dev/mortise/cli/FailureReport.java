package dev.mortise.cli;

import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.PluginException;
import dev.mortise.simulator.PolicyException;
import dev.mortise.simulator.TraceException;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.internal.DamagedModuleError;
import dev.mortise.wasm.text.WatException;
import java.io.IOException;
import java.util.Arrays;

/** Tells the user why a command failed: one line on stderr and an exit code; a stack trace only when asked for. */
final class FailureReport {

    private static final String TRACE_HINT = " (--trace shows where)";

    private final Streams streams;

    FailureReport(Streams streams) {
        this.streams = streams;
    }

    /** Prints what there is to say; returns the exit code. */
    int of(Throwable thrown) {
        var code = code(thrown);
        if (code != ExitCode.BROKEN_PIPE) {
            streams.err().println("mortise: " + message(thrown));
        }
        if (thrown instanceof TracedFailure traced) {
            traced.stack().forEach(line -> streams.err().println("    " + line));
        }
        if (streams.debug()) {
            thrown.printStackTrace(streams.err());
        }
        streams.err().flush();
        return code;
    }

    private static int code(Throwable thrown) {
        return switch (thrown) {
            case CommandFailure failure -> failure.exitCode();
            case TracedFailure traced -> code(traced.failure());
            case PluginException e -> e.kind() == PluginException.Kind.FUNCTION_NOT_FOUND
                    ? ExitCode.USAGE
                    : ExitCode.PLUGIN_FAILED;
            case Trap trap -> ExitCode.TRAPPED;
            case InvalidModuleException e -> ExitCode.FILE;
            case LinkException e -> ExitCode.FILE;
            case ManifestException e -> ExitCode.FILE;
            case WatException e -> ExitCode.FILE;
            case TraceException e -> ExitCode.FILE;
            case PolicyException e -> ExitCode.FILE;
            case IOException e -> ExitCode.FILE;
            case DamagedModuleError e -> ExitCode.FILE;
            case OutOfMemoryError e -> ExitCode.FILE;
            default -> ExitCode.BUG;
        };
    }

    private static String message(Throwable thrown) {
        return switch (thrown) {
            // Its first line is the message; those below show the place in the text.
            case WatException e -> String.valueOf(e.getMessage());
            case TracedFailure e -> message(e.failure()).replace(TRACE_HINT, "");
            case PluginException e -> plugin(e);
            case CommandFailure e -> OneLine.of(String.valueOf(e.getMessage()));
            case Trap e -> OneLine.of("trap: " + e.getMessage());
            case InvalidModuleException e -> OneLine.of(String.valueOf(e.getMessage()));
            case LinkException e -> OneLine.of(String.valueOf(e.getMessage()));
            case ManifestException e -> OneLine.of(String.valueOf(e.getMessage()));
            case TraceException e -> OneLine.of(String.valueOf(e.getMessage()));
            case PolicyException e -> OneLine.of(String.valueOf(e.getMessage()));
            case IOException e -> OneLine.of(FileProblem.reason(e));
            case DamagedModuleError e -> OneLine.of(String.valueOf(e.getMessage()));
            case OutOfMemoryError e -> "not enough memory (%s): give the JVM more with MORTISE_JAVA_OPTS=-Xmx4g"
                    .formatted(e.getMessage());
            default -> OneLine.of("this is a fault of Mortise, not yours: %s; please report it, with the stack trace "
                    .formatted(thrown) + "that MORTISE_DEBUG=1 shows");
        };
    }

    private static String plugin(PluginException e) {
        var text = OneLine.of(String.valueOf(e.getMessage()));
        return switch (e.kind()) {
            case PLUGIN_ERROR -> "the plug-in reports: " + text;
            case TRAP -> e.getCause() instanceof Trap trap ? trap(trap) : text;
            default -> OneLine.continued(text);
        };
    }

    private static String trap(Trap trap) {
        return OneLine.of("%s: %s%s".formatted(
                isPanic(trap) ? "the plug-in panicked, which ends in the trap" : "the plug-in trapped",
                trap.getMessage(), TRACE_HINT));
    }

    /** Rust's panics leave no word, only the names of the functions that they end in, unless these are stripped. */
    private static boolean isPanic(Trap trap) {
        return trap.kind() == Trap.Kind.UNREACHABLE && Arrays.stream(trap.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .anyMatch(name -> name.contains("rust_panic") || name.contains("rust_begin_unwind"));
    }
}

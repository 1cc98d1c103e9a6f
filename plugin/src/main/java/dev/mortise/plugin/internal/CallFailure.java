package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasm.Trap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Words for the ways in which a call can fail. */
public final class CallFailure {

    /** What a process gets that is killed by SIGABRT; Extism's code for every trap. */
    private static final int TRAP_CODE = 134;

    private CallFailure() {}

    /** Somebody ended the call. */
    public static PluginException cancelled(String function, @Nullable Throwable cause) {
        var message = "the call of \"" + function + "\" was cancelled by the host";
        return cause == null ? new PluginException(Kind.CANCELLED, message)
                : new PluginException(Kind.CANCELLED, message, -1, cause);
    }

    /** The call took too long. */
    public static PluginException timeout(String function, long timeoutNanos, @Nullable Throwable cause) {
        var message = "timeout: the call of \"%s\" took longer than the %d ms that it may".formatted(function,
                TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
        return cause == null ? new PluginException(Kind.TIMEOUT, message)
                : new PluginException(Kind.TIMEOUT, message, -1, cause);
    }

    /** The plug-in returned a code. */
    public static PluginException exitCode(String function, int code) {
        return new PluginException(Kind.EXIT_CODE, "Returned non-zero exit code: %d (from \"%s\", which set no error "
                .formatted(code, function) + "message: its documentation must say what the code means)", code);
    }

    /** The plug-in ended itself by WASI's {@code proc_exit}. */
    public static PluginException programExit(String function, ProcessExit exit, Optional<String> refusal) {
        return new PluginException(Kind.EXIT_CODE,
                "exit code %s: the plug-in called proc_exit in \"%s\" and set no error message%s".formatted(
                        Integer.toUnsignedString(exit.code()), function, refusal.map("; "::concat).orElse("")),
                exit.code(), exit);
    }

    /** The plug-in used up its fuel. */
    private static PluginException outOfFuel(String function, Trap trap) {
        return new PluginException(Kind.OUT_OF_FUEL,
                "plugin ran out of fuel: the call of \"%s\" wanted more than it may "
                        .formatted(function) + "use; allow more with fuel",
                -1, trap);
    }

    /** The heap of the JVM did not suffice, for the guest or for what goes in and out. */
    public static PluginException outOfHeap(String function, OutOfMemoryError thrown) {
        return new PluginException(Kind.OUT_OF_MEMORY,
                "oom: the JVM ran out of memory in the call of \"%s\" (%s); give "
                        .formatted(function, thrown.getMessage())
                        + "it a larger heap, or the plug-in less with maxPages",
                -1,
                thrown);
    }

    /**
     * Turns what came out of a guest into what a caller of plug-ins sees. Whatever is neither a trap nor thrown by the
     * host's code is a bug of ours, and goes on as it is.
     *
     * @param function what was called
     * @param refusal what it wanted of memory and did not get
     */
    public static RuntimeException of(String function, RuntimeException thrown, Optional<String> refusal) {
        return switch (thrown) {
            case Trap trap when trap.kind() == Trap.Kind.INTERRUPTED -> cancelled(function, trap);
            case Trap trap when trap.kind() == Trap.Kind.OUT_OF_FUEL -> outOfFuel(function, trap);
            case Trap trap when trap.kind() == Trap.Kind.UNREACHABLE && refusal.isPresent() -> new PluginException(
                    Kind.OUT_OF_MEMORY, "oom: \"%s\" gave up: %s".formatted(function, refusal.get()), TRAP_CODE,
                    trap);
            case Trap trap -> new PluginException(Kind.TRAP, "trap in \"%s\": %s; %s%s".formatted(function,
                    trap.getMessage(), advice(trap.kind()), refusal.map("; "::concat).orElse("")), TRAP_CODE, trap);
            case HostCodeException e -> new PluginException(Kind.HOST_FUNCTION,
                    "%s, called by \"%s\", failed: %s".formatted(e.thrower(), function, e.thrown()), -1, e.thrown());
            case ProcessExit exit -> programExit(function, exit, refusal);
            default -> thrown;
        };
    }

    private static String advice(Trap.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> "the plug-in gave up, as a panic or abort does: the cause shows where";
            case STACK_EXHAUSTED ->
                    "the plug-in recurses too deep: give it simpler input or a thread with a larger stack";
            default -> "this is a fault of the plug-in: the cause shows where";
        };
    }
}

package dev.mortise.cli;

import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.Trap;
import java.util.List;

/** A failure of a plug-in, of which the user wants to know where it happened. */
final class TracedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final PluginException failure;

    TracedFailure(PluginException failure) {
        super(failure);
        this.failure = failure;
    }

    PluginException failure() {
        return failure;
    }

    /** A line for each function; none if the plug-in was not stopped in the middle. */
    List<String> stack() {
        var stack = GuestStack.of(failure);
        return stack.isEmpty() && failure.getCause() instanceof Trap
                ? List.of("the JVM left out where it happened")
                : stack;
    }
}

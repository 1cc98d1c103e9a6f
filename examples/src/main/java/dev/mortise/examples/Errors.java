package dev.mortise.examples;

import dev.mortise.plugin.HostFunction;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Trap;
import java.nio.file.Path;

/** How a call can fail, and how to tell. Each message says what went wrong and what to do about it. */
public final class Errors {

    private Errors() {}

    static void main() throws Exception {
        // Before the first call: what is no module, or wants what the host does not give.
        try {
            Plugin.open(new byte[]{1, 2, 3});
        } catch (InvalidModuleException e) {
            IO.println("invalid: " + e.getMessage());
        }
        try {
            Plugin.open(Path.of("guests/rust/reflect.wasm"));
        } catch (LinkException e) {
            IO.println("not linked: " + e.getMessage());
        }

        // During a call there is one kind of exception; its kind says whom to ask.
        try (var plugin = Plugin.open(Path.of("guests/rust/error.wasm"))) {
            fails(plugin, "fail", "the plug-in's own words");
            fails(plugin, "code_only", "");
            fails(plugin, "no_such_function", "");
        }
        try (var plugin = Plugin.open(Path.of("guests/rust/trap.wasm"))) {
            fails(plugin, "out_of_bounds", "");
        }
        var broken = HostFunction.ofString("host_reflect", (caller, text) -> {
            throw new IllegalStateException("the database is away");
        });
        try (var plugin = Plugin.builder().hostFunction(broken).open(Path.of("guests/rust/reflect.wasm"))) {
            fails(plugin, "reflect", "");
        }
    }

    private static void fails(Plugin plugin, String function, String input) {
        try {
            plugin.callString(function, input);
        } catch (PluginException e) {
            // A trap carries the guest's stack; what a host function threw is there as it was.
            var cause = switch (e.getCause()) {
                case null -> "";
                case Trap trap -> ", trap " + trap.kind();
                case Throwable other -> ", caused by " + other.getClass().getSimpleName();
            };
            IO.println(e.kind() + ": " + e.getMessage() + cause);
        }
    }
}

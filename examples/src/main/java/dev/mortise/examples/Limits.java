package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import java.nio.file.Path;
import java.time.Duration;

/** What a plug-in may take at most. A limit ends that call alone: the plug-in can be called again. */
public final class Limits {

    private Limits() {}

    static void main() throws Exception {
        // Time covers the start of the plug-in, host functions and HTTP, too.
        try (var plugin = Plugin.builder().timeout(Duration.ofSeconds(2))
                .open(Path.of("guests/rust/endless.wasm"))) {
            fails(plugin, "endless", "");
            IO.println(plugin.callString("succeed", ""));
        }

        // Memory is counted in pages of 64 KiB, of all the plug-in's memories together.
        try (var plugin = Plugin.builder().maxPages(100).open(Path.of("guests/rust/grow.wasm"))) {
            IO.println(plugin.callString("grow", "10"));
            fails(plugin, "grow", "1000");
        }

        // Fuel counts instructions instead of time: the same call takes as much on every machine.
        try (var plugin = Plugin.builder().fuel(1_000_000).open(Path.of("guests/rust/endless.wasm"))) {
            fails(plugin, "endless", "");
            IO.println(plugin.callString("succeed", "") + " with " + plugin.fuelConsumed().orElseThrow() + " units");
        }
    }

    private static void fails(Plugin plugin, String function, String input) {
        try {
            plugin.callString(function, input);
        } catch (PluginException e) {
            IO.println(e.kind() + ": " + e.getMessage());
        }
    }
}

package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import java.nio.file.Path;
import java.util.Map;

/** Configuration goes from the host to a plug-in; variables are a plug-in's own, which the host keeps for it. */
public final class ConfigAndVars {

    private ConfigAndVars() {}

    static void main() throws Exception {
        var builder = Plugin.builder().config("vowels", "aeiouy");
        try (var plugin = builder.open(Path.of("guests/rust/count_vowels.wasm"))) {
            IO.println(plugin.callString("count_vowels", "yes, yes"));

            // Replaces the whole configuration; without an entry this plug-in takes its default.
            plugin.setConfig(Map.of());
            IO.println(plugin.callString("count_vowels", "yes, yes"));
        }

        // Variables live as long as the plug-in; the host limits what they may cost.
        try (var plugin = Plugin.builder().maxVarBytes(1_000).open(Path.of("guests/rust/vars.wasm"))) {
            plugin.callString("var_set", "colour=green");
            IO.println(plugin.callString("var_get", "colour"));

            // A new start, as if it had just been opened.
            plugin.reset();
            try {
                plugin.callString("var_get", "colour");
            } catch (RuntimeException e) {
                IO.println(e.getMessage());
            }
        }
    }
}

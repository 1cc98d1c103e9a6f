package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import java.nio.file.Path;

/** The common case: open a plug-in, call it with a text, get a text. */
public final class CallPlugin {

    private CallPlugin() {}

    static void main() throws Exception {
        // A plug-in has memory and perhaps files, so it is closed when it is not needed any more.
        try (var plugin = Plugin.open(Path.of("guests/rust/count_vowels.wasm"))) {
            IO.println(plugin.callString("count_vowels", "Hello, World!"));

            // It keeps its memory and variables from one call to the next: the total grows.
            IO.println(plugin.callString("count_vowels", "Once more"));

            // Bytes go in and come out as they are.
            byte[] output = plugin.call("count_vowels", new byte[]{'a', 0, 'e'});
            IO.println(output.length + " bytes");

            IO.println("count_vowels is there: " + plugin.functionExists("count_vowels"));
            IO.println("count_stars is there: " + plugin.functionExists("count_stars"));
        }
    }
}

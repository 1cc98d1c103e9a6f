package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** What a plug-in logs goes to the {@link System.Logger} {@code dev.mortise.plugin}, or where the host says. */
public final class Logging {

    private Logging() {}

    static void main() throws Exception {
        var builder = Plugin.builder().logLevel(Level.WARNING)
                .onLog((level, message) -> IO.println(level + ": " + message));
        try (var plugin = builder.open(Path.of("guests/rust/log.wasm"))) {
            // Logs at each level; what is below the host's level is not even formatted.
            plugin.callString("log_all", "the disk is nearly full");
        }
    }
}

package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import java.nio.file.Path;
import java.time.Duration;

/** Another thread ends a call. */
public final class Cancel {

    private Cancel() {}

    static void main() throws Exception {
        try (var plugin = Plugin.open(Path.of("guests/rust/endless.wasm"))) {
            // A handle can cancel and nothing else; it may be given away.
            var handle = plugin.cancelHandle();
            var other = Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(Duration.ofMillis(100));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                handle.cancel();
            });
            try {
                plugin.call("endless", new byte[0]);
            } catch (PluginException e) {
                IO.println(e.kind());
            }
            other.join();
            IO.println(plugin.callString("succeed", ""));
        }
    }
}

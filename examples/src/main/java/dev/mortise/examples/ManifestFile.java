package dev.mortise.examples;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.ManifestException;
import java.nio.file.Files;

/** A manifest says what a plug-in is made of and what it may do, in Extism's format. */
public final class ManifestFile {

    private ManifestFile() {}

    static void main() throws Exception {
        var file = Files.createTempFile("plugin", ".json");
        try {
            Files.writeString(file, """
                    {
                      "wasm": [{"path": "guests/rust/count_vowels.wasm"}],
                      "config": {"vowels": "aeiou"},
                      "memory": {"max_pages": 64, "max_var_bytes": 1000},
                      "timeout_ms": 10000,
                      "allowed_hosts": ["*.example.com"]
                    }
                    """);
            try (var plugin = CompiledPlugin.compile(Manifest.read(file)).instantiate()) {
                IO.println(plugin.callString("count_vowels", "Hello, World!"));
            }
        } finally {
            Files.delete(file);
        }

        // A field that nobody knows is refused, and so is a value of another type: the message names the field.
        refused("""
                {"wasm": [{"path": "guests/rust/count_vowels.wasm"}], "alowed_hosts": ["*"]}
                """);
        refused("""
                {"wasm": [{"path": "guests/rust/count_vowels.wasm", "name": 1}]}
                """);
    }

    private static void refused(String json) {
        try {
            CompiledPlugin.compile(Manifest.parse(json));
        } catch (ManifestException e) {
            IO.println(e.getMessage());
        }
    }
}

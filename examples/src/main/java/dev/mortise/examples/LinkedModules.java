package dev.mortise.examples;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.WasmSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A plug-in of several modules that import each other by name. */
public final class LinkedModules {

    /** Gives back what it is given: the module under the name of the host functions takes their place. */
    private static final String REFLECTOR = """
            (module
              (func (export "host_reflect") (param $block i64) (result i64)
                (local.get $block)))
            """;

    private LinkedModules() {}

    static void main() {
        var manifest = Manifest.of(
                // Modules may come in the text format, if mortise-text is there.
                WasmSource.data(REFLECTOR.getBytes(StandardCharsets.UTF_8)).named("extism:host/user"),
                // The last one, or the one named "main", is called.
                WasmSource.file(Path.of("guests/rust/reflect.wasm")).named("main"));
        try (var plugin = CompiledPlugin.compile(manifest).instantiate()) {
            IO.println(plugin.callString("reflect", "there and back"));
        }
    }
}

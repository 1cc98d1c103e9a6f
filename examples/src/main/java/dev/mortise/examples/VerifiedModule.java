package dev.mortise.examples;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.WasmSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A manifest can say which bytes a module must have, by their SHA-256: nothing of another module runs. */
public final class VerifiedModule {

    private VerifiedModule() {}

    static void main() throws Exception {
        var module = WasmSource.file(Path.of("guests/rust/count_vowels.wasm"));

        // Whoever publishes a module publishes its digest, too; here it is computed on the spot.
        var digest = MessageDigest.getInstance("SHA-256").digest(
                Files.readAllBytes(Path.of("guests/rust/count_vowels.wasm")));
        call(module.hashed(HexFormat.of().formatHex(digest)));

        call(module.hashed("0".repeat(64)));
    }

    private static void call(WasmSource module) {
        try (var plugin = CompiledPlugin.compile(Manifest.of(module)).instantiate()) {
            IO.println(plugin.callString("count_vowels", "Hello, World!"));
        } catch (ManifestException e) {
            IO.println(e.getMessage());
        }
    }
}

package dev.mortise.examples;

import dev.mortise.plugin.Plugin;
import dev.mortise.wasi.MemoryFileSystem;
import dev.mortise.wasm.LinkException;
import java.nio.file.Path;

/** Plug-ins whose language needs WASI get it where the host says so, and with it what the host gives and no more. */
public final class WasiPlugin {

    private static final Path HELLO = Path.of("guests/rust/wasi_hello.wasm");

    private WasiPlugin() {}

    static void main() throws Exception {
        try {
            Plugin.open(HELLO);
        } catch (LinkException e) {
            IO.println("refused without WASI");
        }

        // What it prints goes nowhere.
        try (var plugin = Plugin.builder().wasi().open(HELLO)) {
            IO.println(plugin.callString("hello", "you"));
        }

        // Or where the host wants it. Folders are given one by one: real ones with allowPath, others in the set-up.
        var builder = Plugin.builder().allowPath("ro:guests", "/guests")
                .wasi(wasi -> wasi.stdout(System.out).directory(MemoryFileSystem.create(), "/tmp"));
        try (var plugin = builder.open(HELLO)) {
            IO.println(plugin.callString("hello", "again"));
        }
    }
}

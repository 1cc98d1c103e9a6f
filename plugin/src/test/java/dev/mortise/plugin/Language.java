package dev.mortise.plugin;

import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.Module;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A language whose sample plug-in is under {@code guests/}: the same functions in each, listed in its README. */
enum Language {

    RUST("Rust", () -> Guests.file("rust/sample.wasm")),
    RUST_WASI("Rust, `wasip1`", () -> Guests.file("rust/sample_wasip1.wasm")),
    GO("Go, reactor", () -> GuestBuild.file("go/sample.wasm")),
    GO_COMMAND("Go, command", () -> GuestBuild.file("go/sample_command.wasm")),
    C("C", () -> Guests.file("c/sample.wasm")),
    CPP("C++", () -> Guests.file("c/sample_cpp.wasm")),
    ZIG("Zig", () -> Guests.file("zig/sample.wasm")),
    ASSEMBLYSCRIPT("AssemblyScript", () -> Guests.file("assemblyscript/sample.wasm")),
    JAVASCRIPT("JavaScript", () -> GuestBuild.file("javascript/sample.wasm")),
    WAT("WebAssembly text", () -> Guests.file("wat/sample.wasm"));

    private final String title;
    private final Supplier<Path> file;

    Language(String title, Supplier<Path> file) {
        this.title = title;
        this.file = file;
    }

    /** What the README's table calls it. */
    String title() {
        return title;
    }

    /** The sample; where it is not committed {@link GuestBuild} builds or finds it, or aborts the test. */
    Path file() {
        return file.get();
    }

    /** Whether the host calls {@code _start}, and gets a fresh instance each time. */
    boolean isCommand() {
        return this == GO_COMMAND;
    }

    static boolean needsWasi(Module module) {
        return module.imports().stream().anyMatch(wanted -> wanted.module().equals("wasi_snapshot_preview1"));
    }

    /** The function that prepares an instance, or is all of it; "none" where there is nothing to prepare. */
    static String start(Module module) {
        return module.exports().stream().map(ExportType::name)
                .filter(name -> name.equals("_initialize") || name.equals("_start")).findFirst().orElse("none");
    }
}

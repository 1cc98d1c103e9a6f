package dev.mortise.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs the usual commands in one process: the launcher starts it after each build and has the JVM write down what
 * they load, link and find hot, which every later start begins with.
 */
public final class Rehearsal {

    private Rehearsal() {}

    /** @param args the folder {@code guests} */
    public static void main(String[] args) {
        var guests = Path.of(args[0]);
        var plugin = guests.resolve("rust/count_vowels.wasm").toString();
        var program = guests.resolve("wasi/tour.wasm").toString();
        var commands = List.of(List.of("call", plugin, "count_vowels", "--input", "Hello, World!"),
                List.of("run", "--dir", guests + "::/guests", program, "cat", "/guests/wasi/tree.c"),
                List.of("inspect", program));
        // Once compiling, once with what was kept.
        for (var round = 0; round < 2; round++) {
            for (var command : commands) {
                var code = Mortise.run(Streams.ofProcess(), command.toArray(String[]::new));
                if (code != ExitCode.OK) {
                    System.exit(code);
                }
            }
        }
    }
}

package dev.mortise.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A function of a plug-in with a small input, called by every host alike. */
public enum PluginTask {
    /** Returns at once: what a call costs whatever it calls. */
    EMPTY("wat/traps.wasm", "fine", ""),
    /** Extism's own sample: text in, JSON out, a configuration value and a variable asked for, the variable set. */
    COUNT_VOWELS("rust/count_vowels.wasm", "count_vowels", "Hello, World!"),
    /** Returns at once, too, but in a plug-in as Rust makes them, with 17 pages of memory. */
    EMPTY_RUST("rust/consume.wasm", "consume", "");

    private final String guest;
    private final String function;
    private final String input;

    PluginTask(String guest, String function, String input) {
        this.guest = guest;
        this.function = function;
        this.input = input;
    }

    byte[] wasm() {
        return Guests.read(guest);
    }

    Path file() {
        return Guests.folder().resolve(guest);
    }

    String function() {
        return function;
    }

    String text() {
        return input;
    }

    /** The input, a new array. */
    byte[] input() {
        return input.getBytes(StandardCharsets.UTF_8);
    }
}

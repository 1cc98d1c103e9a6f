package dev.mortise.cli;

import dev.mortise.wasm.Mortise;

/** Entry point of the {@code mortise} command. */
public final class Main {
    private Main() {}

    /** Prints the version. */
    public static void main(String[] args) {
        System.out.println("mortise " + Mortise.VERSION);
    }
}

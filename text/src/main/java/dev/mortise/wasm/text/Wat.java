package dev.mortise.wasm.text;

/** The text format. */
public final class Wat {
    private Wat() {}
}

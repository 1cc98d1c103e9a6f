package dev.mortise.wasm;

/** The engine's identity. */
public final class Mortise {
    /** The engine's version. */
    public static final String VERSION = "0.1.0-SNAPSHOT";

    private Mortise() {}
}

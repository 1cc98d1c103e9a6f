package dev.mortise.cli.internal;

/** A part of the language that came after its first version, by the name of the proposal that brought it. */
public enum Feature {
    MUTABLE_GLOBALS("mutable globals"),
    SIGN_EXTENSION("sign extension"),
    SATURATING_CONVERSIONS("saturating conversions"),
    MULTI_VALUE("multi-value"),
    BULK_MEMORY("bulk memory"),
    REFERENCE_TYPES("reference types"),
    MULTI_MEMORY("multiple memories"),
    EXTENDED_CONST("extended constant expressions");

    private final String text;

    Feature(String text) {
        this.text = text;
    }

    /** What to call it. */
    public String text() {
        return text;
    }
}

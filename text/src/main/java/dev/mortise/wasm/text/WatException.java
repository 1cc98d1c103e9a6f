package dev.mortise.wasm.text;

import java.util.Optional;

/**
 * The text is not a module that can be translated. The message gives file (if there is one), line, column, what is
 * wrong, and below it the line in question with a mark.
 */
public final class WatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String detail;
    private final String feature;

    /**
     * @param message the whole message
     * @param detail what is wrong, as a clause without a place
     * @param line the line, from 1
     * @param column the column in UTF-16 units, from 1
     * @param feature the proposal that the text needs, or an empty string if it is malformed
     */
    public WatException(String message, String detail, int line, int column, String feature) {
        super(message);
        this.detail = detail;
        this.line = line;
        this.column = column;
        this.feature = feature;
    }

    /** The line of the fault, from 1. */
    public int line() {
        return line;
    }

    /** The column of the fault in UTF-16 units, from 1. */
    public int column() {
        return column;
    }

    /** What is wrong, without the place. */
    public String detail() {
        return detail;
    }

    /**
     * The part of the language that the text uses and this version does not support, as in {@code SIMD}; empty if the
     * text is malformed.
     */
    public Optional<String> unsupportedFeature() {
        return feature.isEmpty() ? Optional.empty() : Optional.of(feature);
    }
}

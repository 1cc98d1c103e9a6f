package dev.mortise.wasm.text.script;

/** Thrown where a form needs a proposal that is not supported, or a module that did. */
final class Unsupported extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String feature;

    Unsupported(String feature) {
        super(feature);
        this.feature = feature;
    }

    String feature() {
        return feature;
    }
}

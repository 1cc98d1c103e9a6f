package dev.mortise.bind.internal;

/** Something does not fit; becomes one of the mistakes of a {@link dev.mortise.bind.BindException}. */
final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;

    Misfit(String message) {
        super(message, null, false, false);
    }
}

package dev.mortise.bind;

import java.util.List;

/**
 * An interface does not fit a guest: all mistakes at once, each with Java method, Wasm export and both signatures. Or,
 * from a method of a bound object: the guest broke the ABI, as with a buffer outside of its memory; the call had no
 * other effect on the host.
 */
public final class BindException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String[] mistakes;

    /** A guest that broke the ABI during a call. */
    public BindException(String mistake) {
        super(mistake);
        this.mistakes = new String[]{mistake};
    }

    /**
     * An interface that does not fit.
     *
     * @param what was to be bound
     * @param mistakes a sentence each
     */
    public BindException(String what, List<String> mistakes) {
        super(what + ":\n  - " + String.join("\n  - ", mistakes));
        this.mistakes = mistakes.toArray(String[]::new);
    }

    /** What is wrong, a sentence each; nothing is left out. */
    public List<String> mistakes() {
        return List.of(mistakes);
    }
}

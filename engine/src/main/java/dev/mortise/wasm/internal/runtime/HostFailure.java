package dev.mortise.wasm.internal.runtime;

/**
 * Carries what a host function threw through the guest's frames, so that a fault of the host cannot pass for a trap of
 * the guest. Unwrapped at the boundary.
 */
public final class HostFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Throwable thrown;

    private HostFailure(Throwable thrown) {
        super(null, thrown, false, false);
        this.thrown = thrown;
    }

    Throwable thrown() {
        return thrown;
    }

    /** Wraps what would be taken for a trap; everything else goes as it is. */
    static Throwable wrap(Throwable thrown) {
        return thrown instanceof IndexOutOfBoundsException || thrown instanceof ArithmeticException
                ? new HostFailure(thrown)
                : thrown;
    }
}

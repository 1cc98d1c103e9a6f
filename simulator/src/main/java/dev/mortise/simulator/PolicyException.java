package dev.mortise.simulator;

/** A module is no cache policy, or not one that can be called so; the message names it and says why. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with this message. */
    public PolicyException(String message) {
        super(message);
    }
}

package dev.mortise.simulator;

/** A trace cannot be used; the message names the file and says why. */
public final class TraceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with this message. */
    public TraceException(String message) {
        super(message);
    }

    /** A failure with this message, because of something else. */
    public TraceException(String message, Throwable cause) {
        super(message, cause);
    }
}

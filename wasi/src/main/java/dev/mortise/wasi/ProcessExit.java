package dev.mortise.wasi;

/**
 * The guest called {@code proc_exit}: it is done, and has said how it went. Thrown through the guest to whoever called
 * it; the JVM goes on. The instance must not be called again, as its program has ended in the middle of something.
 */
public final class ProcessExit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code what the guest gave, as unsigned; 0 means that all went well */
    public ProcessExit(int code) {
        super("the guest ended with exit code " + Integer.toUnsignedString(code), null, false, false);
        this.code = code;
    }

    /** What the guest gave: 0 if all went well; a negative number stands for one of 2^31 and more. */
    public int code() {
        return code;
    }
}

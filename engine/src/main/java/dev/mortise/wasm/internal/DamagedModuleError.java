package dev.mortise.wasm.internal;

/** A class of a module that was compiled ahead of time is missing, or cannot be read; the message says where. */
public final class DamagedModuleError extends LinkageError {

    private static final long serialVersionUID = 1;

    /** What is wrong where. */
    public DamagedModuleError(String message) {
        super(message);
    }

    /** The same with what went wrong when it was read. */
    public DamagedModuleError(String message, Throwable cause) {
        super(message, cause);
    }
}

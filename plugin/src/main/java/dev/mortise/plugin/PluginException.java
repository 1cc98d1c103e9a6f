package dev.mortise.plugin;

/**
 * A call of a plug-in failed. The plug-in itself stays usable: the next call starts afresh, with the guest's memory and
 * variables as the failed one left them.
 */
public final class PluginException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, and so whom to ask. */
    public enum Kind {
        /** The plug-in exports no function of this name that a host can call. */
        FUNCTION_NOT_FOUND,
        /** The plug-in returned a code other than 0, or ended itself with one, and set no message: {@link #exitCode()}. */
        EXIT_CODE,
        /** The plug-in reported an error; the message is its own text, unchanged. */
        PLUGIN_ERROR,
        /** The plug-in's code went wrong; the cause is the {@link dev.mortise.wasm.Trap} with the guest's stack. */
        TRAP,
        /** {@link Plugin#cancel()} or {@link Plugin#close()} ended the call, or the wait for one in a {@link Pool}. */
        CANCELLED,
        /** The call, or the wait for one in a {@link Pool}, took longer than it may. */
        TIMEOUT,
        /** The plug-in's code ran longer than its fuel lasts; see {@link Plugin.Builder#fuel}. */
        OUT_OF_FUEL,
        /**
         * Input, or what a host function returned, does not fit the memory shared with the plug-in; or the plug-in gave
         * up when it got no more memory, and the cause is the {@link dev.mortise.wasm.Trap}; or the Java heap did not
         * suffice for the call, and the cause is the {@link OutOfMemoryError}.
         */
        OUT_OF_MEMORY,
        /** The plug-in asked for what it does not get: a bad handle, a full variable store, a host not allowed. */
        REFUSED,
        /** An HTTP request got no answer: see the cause. */
        HTTP,
        /** A host function, what takes the log, or what the host gives through WASI failed: see the cause. */
        HOST_FUNCTION,
        /** The plug-in is in the middle of another call. */
        IN_USE
    }

    private final Kind kind;
    private final int exitCode;

    /**
     * @param kind what went wrong
     * @param message what, where, and what to do about it
     */
    public PluginException(Kind kind, String message) {
        this(kind, message, -1);
    }

    /**
     * @param kind what went wrong
     * @param message what, where, and what to do about it
     * @param exitCode see {@link #exitCode()}
     */
    public PluginException(Kind kind, String message, int exitCode) {
        super(message);
        this.kind = kind;
        this.exitCode = exitCode;
    }

    /**
     * @param kind what went wrong
     * @param message what, where, and what to do about it
     * @param exitCode see {@link #exitCode()}
     * @param cause what was thrown
     */
    public PluginException(Kind kind, String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.exitCode = exitCode;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /**
     * The code that Extism's SDKs report: what the plug-in returned or gave to WASI's
     * {@code proc_exit}, 134 after a trap, else -1. A plug-in that reports
     * an error may return any code with it, also 0.
     */
    public int exitCode() {
        return exitCode;
    }
}

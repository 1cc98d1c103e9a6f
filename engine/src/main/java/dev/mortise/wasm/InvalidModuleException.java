package dev.mortise.wasm;

import java.util.Optional;

/** The bytes are not a module that this engine accepts. The message says what is wrong and where. */
public final class InvalidModuleException extends WasmException {

    private static final long serialVersionUID = 1L;

    /** Which of the specification's phases refused the module. */
    public enum Phase {
        /** The bytes do not follow the binary format. */
        MALFORMED,
        /** The module breaks a typing rule. */
        INVALID,
        /** The module uses a proposal that this version does not support. */
        UNSUPPORTED,
        /** The module is over a limit of this implementation. */
        LIMIT
    }

    private final Phase phase;
    private final long offset;
    private final @org.jspecify.annotations.Nullable String function;

    /**
     * @param phase which check failed
     * @param detail what is wrong, as a clause without a place
     * @param offset the byte offset in the module, or -1 if there is no one place
     * @param function how the function is called in messages ({@code 12 "name"}), or null outside of functions
     */
    public InvalidModuleException(Phase phase, String detail, long offset,
            @org.jspecify.annotations.Nullable String function) {
        super(detail + (offset >= 0 ? " at byte 0x%x".formatted(offset) : "")
                + (function == null ? "" : " in function " + function));
        this.phase = phase;
        this.offset = offset;
        this.function = function;
    }

    /** Which check failed. */
    public Phase phase() {
        return phase;
    }

    /** The byte offset in the module, or -1 if there is no one place. */
    public long offset() {
        return offset;
    }

    /** Index and name of the function, where the fault is in one. */
    public Optional<String> function() {
        return Optional.ofNullable(function);
    }
}

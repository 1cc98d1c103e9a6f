package dev.mortise.wasm;

/** What the engine throws about modules and guests; programming errors of the caller are the JDK's own exceptions. */
public abstract sealed class WasmException extends RuntimeException
        permits InvalidModuleException, LinkException, Trap {

    private static final long serialVersionUID = 1L;

    WasmException(String message) {
        super(message);
    }
}

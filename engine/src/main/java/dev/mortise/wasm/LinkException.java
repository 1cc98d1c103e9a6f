package dev.mortise.wasm;

/** An import is missing or has another type than the module asks for; the message names both sides. */
public final class LinkException extends WasmException {

    private static final long serialVersionUID = 1L;

    /** @param message what is missing or does not fit */
    public LinkException(String message) {
        super(message);
    }
}

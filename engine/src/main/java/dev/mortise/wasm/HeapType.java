package dev.mortise.wasm;

/** What a reference can point to (specification section 2.3.3). */
public enum HeapType {
    /** A function of any type. */
    FUNC("func"),
    /** An object of the host. */
    EXTERN("extern");

    private final String text;

    HeapType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

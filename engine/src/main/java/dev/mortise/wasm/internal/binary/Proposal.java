package dev.mortise.wasm.internal.binary;

/** Parts of the language that this version recognises and refuses, by the name that messages and test reports use. */
public enum Proposal {
    /** Vectors of 128 bits. */
    SIMD("SIMD"),
    /** Structures, arrays, subtyping, recursive types. */
    GC("garbage collection"),
    /** Tags, {@code throw}, {@code try_table}, and the legacy encoding. */
    EXCEPTIONS("exception handling"),
    /** {@code return_call} and its kin. */
    TAIL_CALLS("tail calls"),
    /** Memories and tables with 64-bit addresses. */
    MEMORY64("memory64"),
    /** Typed references, {@code call_ref}. */
    FUNCTION_REFERENCES("typed function references"),
    /** Shared memories and atomic instructions. */
    THREADS("threads"),
    /** Memories whose pages are not 64 KiB. */
    CUSTOM_PAGE_SIZES("custom page sizes");

    private final String text;

    Proposal(String text) {
        this.text = text;
    }

    /** What to call it in messages. */
    public String text() {
        return text;
    }

    /** The message about a module that uses it. */
    public String message() {
        return "the module uses " + text + ", which this version does not support,";
    }
}

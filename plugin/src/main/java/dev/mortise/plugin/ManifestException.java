package dev.mortise.plugin;

/** A {@link Manifest} is wrong, or what it names cannot be had. */
public final class ManifestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String detail;

    /**
     * @param field see {@link #field()}
     * @param message what is wrong with it, and what to do about it; the field is put before it
     */
    public ManifestException(String field, String message) {
        super(join(field, message));
        this.field = field;
        this.detail = message;
    }

    /** Like {@link #ManifestException(String, String)} with what was thrown. */
    public ManifestException(String field, String message, Throwable cause) {
        super(join(field, message), cause);
        this.field = field;
        this.detail = message;
    }

    /** Where in the manifest, such as {@code wasm[1].hash}; empty where it is no single field. */
    public String field() {
        return field;
    }

    /** The message without the field: for who has another name for it, such as an option of a command. */
    public String detail() {
        return detail;
    }

    private static String join(String field, String message) {
        return field.isEmpty() ? "manifest: " + message : "manifest field " + field + ": " + message;
    }
}

package dev.mortise.simulator;

import java.util.Arrays;
import java.util.Optional;

/** What the built-in plug-ins are written in. */
public enum PolicyLanguage {
    /** Rust. */
    RUST("rust"),
    /** C. */
    C("c"),
    /** AssemblyScript. */
    ASSEMBLYSCRIPT("assemblyscript");

    private final String label;

    PolicyLanguage(String label) {
        this.label = label;
    }

    /** Its name on the command line and in results. */
    public String label() {
        return label;
    }

    /** The one of this name, if there is one. */
    public static Optional<PolicyLanguage> named(String label) {
        return Arrays.stream(values()).filter(language -> language.label.equals(label)).findFirst();
    }
}

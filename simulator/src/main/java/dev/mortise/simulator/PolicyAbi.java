package dev.mortise.simulator;

import java.util.Arrays;
import java.util.Optional;

/** How the simulator calls a policy. */
public enum PolicyAbi {
    /** It is Java. */
    JAVA("java"),
    /** A plug-in that takes id and size as Wasm parameters. */
    DIRECT("direct"),
    /** A plug-in that reads them from its memory, laid out as C does: 16 bytes, in a buffer that is asked for once. */
    STRUCT("struct"),
    /** A plug-in that reads them from its memory in the encoding bincode 1: 12 bytes, in such a buffer. */
    BINCODE("bincode");

    private final String label;

    PolicyAbi(String label) {
        this.label = label;
    }

    /** Its name on the command line and in results. */
    public String label() {
        return label;
    }

    /** The one of this name, if there is one. */
    public static Optional<PolicyAbi> named(String label) {
        return Arrays.stream(values()).filter(abi -> abi.label.equals(label)).findFirst();
    }
}

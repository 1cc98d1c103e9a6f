package dev.mortise.lab.report;

import dev.mortise.lab.result.Participant;
import java.util.Optional;
import java.util.Set;

/** What a contender is, for whoever compares. */
enum Family {
    /** Ourselves. */
    MORTISE("mortise"),
    /** Ourselves in another way. */
    SIBLING("sibling"),
    /** Runs no guest. */
    NATIVE("native"),
    /** Another runtime in a JVM. */
    JVM("jvm"),
    /** A runtime outside the JVM. */
    OUTSIDE("outside");

    static final String JAVA = "java";
    static final String RUST = "rust-native";
    static final String CLI = "wasmtime-cli";
    static final String MORTISE_ID = "mortise";

    /** As files of before 22 November 2026 do not tell. */
    private static final Set<String> NATIVES = Set.of(JAVA, RUST, "dd");

    private final String style;

    Family(String style) {
        this.style = style;
    }

    /** The class by which the page's style sheet knows it. */
    String style() {
        return style;
    }

    /** Whether it is another runtime that runs the same guest. */
    boolean isRival() {
        return this == JVM || this == OUTSIDE;
    }

    static Family of(String id, Optional<Participant> participant) {
        if (id.equals(MORTISE_ID)) {
            return MORTISE;
        }
        if (id.startsWith(MORTISE_ID + "-")) {
            return SIBLING;
        }
        if (NATIVES.contains(id) || participant.filter(Participant::isNative).isPresent()) {
            return NATIVE;
        }
        return participant.isPresent() && participant.get().kind().equals(Participant.OUTSIDE) ? OUTSIDE : JVM;
    }
}

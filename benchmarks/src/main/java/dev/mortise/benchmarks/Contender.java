package dev.mortise.benchmarks;

import java.util.Locale;

/** Who takes part. The name in lower case is the name of the benchmark methods that measure it. */
enum Contender {
    MORTISE("Mortise"),
    JAVA("plain Java"),
    NATIVE("native Rust"),
    ENDIVE("Endive 1.0.0"),
    CHICORY("Chicory 1.7.5"),
    SDK("chicory-sdk 0.3.0"),
    EXTISM("native Extism 1.30.0");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether Mortise is to be faster than it; the others are what it is to come close to. */
    boolean isPeer() {
        return this == ENDIVE || this == CHICORY || this == SDK || this == EXTISM;
    }

    String methodName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

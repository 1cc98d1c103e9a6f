package dev.mortise.benchmarks;

import java.util.Locale;

/** The exports of {@code guests/kernels}, each with a size at which it runs for some milliseconds. */
public enum Kernel {
    SIEVE(2_000_000, 200_000, 1_000),
    MATRIX(200, 90, 10),
    MATRIX_ROWS(200, 90, 10),
    HASH(64_000_000, 6_400_000, 100_000),
    SHA256(1_000_000, 100_000, 1_000),
    FIB(32, 27, 10),
    TREES(16, 12, 5),
    INTERPRET(100_000, 10_000, 100),
    INTERPRET_SWITCH(100_000, 10_000, 100),
    OPCODES(1_000_000, 100_000, 1_000);

    private final int size;
    private final int warmUpSize;
    private final int smallSize;

    Kernel(int size, int warmUpSize, int smallSize) {
        this.size = size;
        this.warmUpSize = warmUpSize;
        this.smallSize = smallSize;
    }

    /** What is measured. */
    int size() {
        return size;
    }

    /** About a tenth of the work: for the many calls before the measurement. */
    int warmUpSize() {
        return warmUpSize;
    }

    /** Enough to see whether the results are right. */
    int smallSize() {
        return smallSize;
    }

    String exportName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

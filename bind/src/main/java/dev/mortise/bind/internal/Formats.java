package dev.mortise.bind.internal;

/** The format behind each name. */
final class Formats {

    private static final Format C = new FixedFormat(Layout.Packing.C);

    private Formats() {}

    static Format of(CodecKind kind) {
        return switch (kind) {
            case C_STRUCT -> C;
            case BINCODE_1 -> Bincode.FIXED_INTEGERS;
            case BINCODE_2 -> Bincode.VARIABLE_INTEGERS;
        };
    }
}

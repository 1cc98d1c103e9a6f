package dev.mortise.bind;

import dev.mortise.bind.internal.CodecKind;

/**
 * How a value becomes bytes. Java's numbers are signed, and so are the ones in messages; {@link Length} fixes the size of
 * arrays and strings where the format can.
 */
public sealed interface Codec permits CodecKind {

    /** Rust's bincode 1 as it is by default: integers of fixed size, little-endian, lengths of 64 bits. */
    static Codec bincode1() {
        return CodecKind.BINCODE_1;
    }

    /** Rust's bincode 2 in its standard configuration: integers of variable size, little-endian. */
    static Codec bincode2() {
        return CodecKind.BINCODE_2;
    }
}

package dev.mortise.bind;

import dev.mortise.bind.internal.BufferSettings;
import dev.mortise.bind.internal.CodecKind;
import dev.mortise.bind.internal.DirectAbi;

/** How arguments and results cross between host and guest. Immutable; two are equal if they say the same. */
public sealed interface Abi permits DirectAbi, BufferAbi {

    /**
     * Numbers as Wasm parameters and results; a record of numbers stands for its components, so that a function with
     * several results returns a record. The fastest, and what guests export by themselves.
     */
    static Abi direct() {
        return DirectAbi.DIRECT;
    }

    /**
     * The arguments as a C compiler for wasm32 lays out a struct, written into a buffer of the guest. One record is that
     * struct, several parameters are its members.
     */
    static BufferAbi cStruct() {
        return BufferSettings.of(CodecKind.C_STRUCT);
    }

    /** The arguments as a message in a buffer of the guest. */
    static BufferAbi serialized(Codec codec) {
        return BufferSettings.serialized(codec);
    }
}

package dev.mortise.bind.internal;

import dev.mortise.bind.Codec;

/** The formats; that of a C struct is one among them here. */
public enum CodecKind implements Codec {
    /** The memory layout of C on wasm32. */
    C_STRUCT("C struct"),
    /** See {@link Codec#bincode1()}. */
    BINCODE_1("bincode 1"),
    /** See {@link Codec#bincode2()}. */
    BINCODE_2("bincode 2"),
    /** See {@link Codec#messagePack()}. */
    MESSAGE_PACK("MessagePack"),
    /** See {@link Codec#json()}. */
    JSON("JSON"),
    /** See {@link Codec#protobuf()}. */
    PROTOBUF("Protobuf"),
    /** See {@link Codec#string()}. */
    STRING("string"),
    /** See {@link Codec#bytes()}. */
    BYTES("bytes"),
    /** See {@link Codec#numbers()}. */
    NUMBERS("numbers");

    private final String text;

    CodecKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

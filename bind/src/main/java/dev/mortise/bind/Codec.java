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

    /**
     * MessagePack, by {@code org.msgpack:msgpack-core}, which must be added. Records are arrays of their components, as
     * Rust's {@code rmp-serde} has it; maps by name are read too. One parameter is the value itself, several are an
     * array. Enums go by name.
     */
    static Codec messagePack() {
        return CodecKind.MESSAGE_PACK;
    }

    /**
     * JSON, by {@code tools.jackson.core:jackson-databind} 3, which must be added. All types that it knows may be used;
     * it must see them, which {@code opens} allows in a module. One parameter is the value itself, several are an array.
     */
    static Codec json() {
        return CodecKind.JSON;
    }

    /**
     * Protobuf (proto3), by {@code com.google.protobuf:protobuf-java}, which must be added. A record is a message whose
     * components are fields numbered from 1 in their order; several parameters, or one that is no record, are the fields
     * of an unnamed message. {@code byte}, {@code short} and {@code int} are {@code int32}, {@code long} is
     * {@code int64}, arrays and lists are repeated, an {@link java.util.Optional} is an {@code optional} field.
     */
    static Codec protobuf() {
        return CodecKind.PROTOBUF;
    }

    /** A string as its UTF-8 bytes and nothing else. */
    static Codec string() {
        return CodecKind.STRING;
    }

    /** A byte array as it is. */
    static Codec bytes() {
        return CodecKind.BYTES;
    }

    /** One {@code int}, {@code long}, {@code float} or {@code double} as its 4 or 8 bytes, little-endian. */
    static Codec numbers() {
        return CodecKind.NUMBERS;
    }
}

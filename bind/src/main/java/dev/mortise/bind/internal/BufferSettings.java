package dev.mortise.bind.internal;

import dev.mortise.bind.BufferAbi;
import dev.mortise.bind.Codec;
import java.util.Optional;

/**
 * What a buffer ABI consists of.
 *
 * @param kind the format
 * @param isStatic whether one buffer is kept
 * @param source the export that gives a buffer, if not one of the usual names
 */
public record BufferSettings(CodecKind kind, boolean isStatic, Optional<String> source) implements BufferAbi {

    /** A format with a buffer a call. */
    public static BufferSettings of(CodecKind kind) {
        return new BufferSettings(kind, false, Optional.empty());
    }

    /** A codec with a buffer a call. */
    public static BufferSettings serialized(Codec codec) {
        return switch (codec) {
            case CodecKind kind -> of(kind);
        };
    }

    @Override
    public BufferAbi dynamicBuffer() {
        return new BufferSettings(kind, false, source);
    }

    @Override
    public BufferAbi staticBuffer() {
        return new BufferSettings(kind, true, source);
    }

    @Override
    public BufferAbi bufferFrom(String export) {
        return new BufferSettings(kind, isStatic, Optional.of(export));
    }

    @Override
    public String toString() {
        return kind + (isStatic ? ", static buffer" : ", dynamic buffer");
    }
}

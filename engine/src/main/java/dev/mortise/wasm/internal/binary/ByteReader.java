package dev.mortise.wasm.internal.binary;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.InvalidModuleException.Phase;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over a part of a module's bytes: the primitive values of specification section 5.2. It never reads past its
 * end, and each fault carries the offset of the value that has it.
 */
public class ByteReader {

    /** The whole module; shared, never written. */
    protected final byte[] bytes;
    /** Offset of the next byte. */
    protected int position;
    /** Offset behind the last byte that may be read. */
    protected int end;
    private @Nullable String function;

    /** Reads from one offset up to another. */
    public ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Offset of the next byte. */
    public final int position() {
        return position;
    }

    /** Offset behind the last byte. */
    public final int end() {
        return end;
    }

    /** How many bytes are left. */
    public final int remaining() {
        return end - position;
    }

    /** Continues at another place; {@code newEnd} must not be past the module's end. */
    public final void seek(int newPosition, int newEnd) {
        position = newPosition;
        end = newEnd;
    }

    /** What to call the function that is being read, in messages. */
    public final void inFunction(@Nullable String name) {
        function = name;
    }

    /** The next byte, unsigned. */
    public final int u8() {
        if (position >= end) {
            throw malformed("unexpected end of section or function", position);
        }
        return bytes[position++] & 0xFF;
    }

    /** An unsigned LEB128 number of at most 32 bits, as an {@code int} whose bits are the number's. */
    public final int u32() {
        var start = position;
        if (start < end && bytes[start] >= 0) {
            position = start + 1;
            return bytes[start];
        }
        var result = 0;
        for (var shift = 0; shift < 35; shift += 7) {
            var next = lebByte(start);
            result |= (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 28 && next > 0x0F) {
                    throw malformed("integer too large", start);
                }
                return result;
            }
        }
        throw malformed("integer representation too long", start);
    }

    /** An index: a u32 that must fit a positive {@code int}, as a module has no room for more of anything. */
    public final int readIndex() {
        var start = position;
        var value = u32();
        if (value < 0) {
            throw invalid("unknown index " + Integer.toUnsignedString(value), start);
        }
        return value;
    }

    /** The length of a vector whose elements take at least {@code elementBytes} each: never more than can follow. */
    public final int vectorLength(int elementBytes) {
        var start = position;
        var length = u32();
        if (Integer.compareUnsigned(length, remaining() / elementBytes) > 0) {
            throw malformed("length out of bounds: unexpected end, " + Integer.toUnsignedString(length)
                    + " elements cannot fit the " + remaining() + " bytes left", start);
        }
        return length;
    }

    /** A signed LEB128 number of at most 32 bits. */
    public final int s32() {
        return (int) signed(32);
    }

    /** A signed LEB128 number of at most 33 bits: block types and heap types. */
    public final long s33() {
        return signed(33);
    }

    /** A signed LEB128 number of at most 64 bits. */
    public final long s64() {
        return signed(64);
    }

    private long signed(int bits) {
        var start = position;
        if (start < end && bytes[start] >= 0) {
            position = start + 1;
            return ((long) bytes[start] << 57) >> 57;
        }
        var result = 0L;
        var last = (bits - 1) / 7 * 7;
        for (var shift = 0; shift <= last; shift += 7) {
            var next = lebByte(start);
            result |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == last) {
                    // The bits of the last byte beyond the number must repeat its sign.
                    var used = bits - shift;
                    var signBits = (byte) (next << 1) >> used;
                    if (signBits != 0 && signBits != -1) {
                        throw malformed("integer too large", start);
                    }
                }
                var unused = Math.max(0, 64 - shift - 7);
                return result << unused >> unused;
            }
        }
        throw malformed("integer representation too long", start);
    }

    private int lebByte(int start) {
        if (position >= end) {
            throw malformed("unexpected end in the middle of a number", start);
        }
        return bytes[position++] & 0xFF;
    }

    /** Four bytes, little-endian. */
    public final int fixed32() {
        if (remaining() < 4) {
            throw malformed("unexpected end in the middle of a constant", position);
        }
        var value = bytes[position] & 0xFF | (bytes[position + 1] & 0xFF) << 8 | (bytes[position + 2] & 0xFF) << 16
                | bytes[position + 3] << 24;
        position += 4;
        return value;
    }

    /** Eight bytes, little-endian. */
    public final long fixed64() {
        return (fixed32() & 0xFFFF_FFFFL) | (long) fixed32() << 32;
    }

    /** Skips bytes; the count is the guest's and checked. */
    public final void skip(int count) {
        if (count < 0 || count > remaining()) {
            throw malformed("unexpected end: length out of bounds, " + Integer.toUnsignedString(count)
                    + " bytes asked for where " + remaining() + " are left", position);
        }
        position += count;
    }

    /** A name: a length and that many bytes of valid UTF-8. */
    public final String name() {
        var length = vectorLength(1);
        var start = position;
        position += length;
        return utf8(start, length);
    }

    private String utf8(int start, int length) {
        for (var i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                try {
                    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length)).toString();
                } catch (CharacterCodingException e) {
                    throw malformed("malformed UTF-8 encoding", start);
                }
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    /** A fault of the binary format. */
    public final InvalidModuleException malformed(String detail, int offset) {
        return new InvalidModuleException(Phase.MALFORMED, detail, offset, function);
    }

    /** A broken typing rule. */
    public final InvalidModuleException invalid(String detail, int offset) {
        return new InvalidModuleException(Phase.INVALID, detail, offset, function);
    }

    /** A limit of this implementation. */
    public final InvalidModuleException overLimit(String detail, int offset) {
        return new InvalidModuleException(Phase.LIMIT, detail, offset, function);
    }

    /** Something that a proposal brings. */
    public final InvalidModuleException unsupported(Proposal proposal, int offset) {
        return new InvalidModuleException(Phase.UNSUPPORTED, proposal.message(), offset, function);
    }
}

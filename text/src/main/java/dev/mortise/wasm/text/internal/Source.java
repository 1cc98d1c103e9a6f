package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.internal.binary.Proposal;
import dev.mortise.wasm.text.WatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A text with its name: turns offsets into lines and columns for messages. */
public final class Source {

    private static final int SHOWN_COLUMNS = 100;

    private final String name;
    private final String text;
    /** Offsets of the first character of each line; made for the first message. */
    private int @Nullable [] lineStarts;

    private Source(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** A text without a name; half of a surrogate pair, which UTF-8 cannot express, is an error. */
    public static Source of(String text) {
        var source = new Source("", text);
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw source.error("malformed UTF-16: half of a surrogate pair", i);
                }
                i++;
            }
        }
        return source;
    }

    /** A text in UTF-8 with a name for messages; bytes that are no UTF-8 are an error. */
    public static Source of(String name, byte[] utf8) {
        var bytes = ByteBuffer.wrap(utf8);
        try {
            return new Source(name, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            var before = new Source(name, new String(utf8, 0, bytes.position(), StandardCharsets.UTF_8));
            throw before.error("malformed UTF-8 encoding", before.text.length());
        }
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** The line of an offset, from 1. */
    public int line(int offset) {
        var place = Arrays.binarySearch(lineStarts(), offset);
        return place >= 0 ? place + 1 : -place - 1;
    }

    /** The column of an offset, from 1. */
    int column(int offset) {
        return offset - lineStarts()[line(offset) - 1] + 1;
    }

    private int[] lineStarts() {
        var result = lineStarts;
        if (result == null) {
            var ends = IntStream.range(0, text.length()).filter(this::isLineEnd).map(end -> end + 1);
            result = IntStream.concat(IntStream.of(0), ends).toArray();
            lineStarts = result;
        }
        return result;
    }

    /** A fault of the text. */
    WatException error(String detail, int offset) {
        return error(detail, offset, "");
    }

    /** Something that the language has and this version has not. */
    WatException unsupported(Proposal proposal, String what, int offset) {
        var detail = what + " needs " + proposal.text() + ", which this version does not support";
        return error(detail, offset, proposal.text());
    }

    private WatException error(String detail, int offset, String feature) {
        var line = line(offset);
        var column = column(offset);
        var place = name.isEmpty() ? line + ":" + column : name + ":" + line + ":" + column;
        return new WatException(place + ": " + detail + excerpt(offset), detail, line, column, feature);
    }

    /** The line with a caret below; of a long line only the surroundings. */
    private String excerpt(int offset) {
        var start = lineStarts()[line(offset) - 1];
        var end = offset;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        var from = Math.max(start, offset - SHOWN_COLUMNS / 2);
        var shown = printable(text.substring(from, Math.min(end, from + SHOWN_COLUMNS)));
        return "\n  " + shown + "\n  " + " ".repeat(offset - from) + "^";
    }

    private static String printable(String line) {
        var result = new StringBuilder(line);
        for (var i = 0; i < result.length(); i++) {
            if (Character.isISOControl(result.charAt(i))) {
                result.setCharAt(i, ' ');
            }
        }
        return result.toString();
    }

    /** Lines end with LF, CR, or both. */
    private boolean isLineEnd(int offset) {
        var c = text.charAt(offset);
        return c == '\n' || c == '\r' && !(offset + 1 < text.length() && text.charAt(offset + 1) == '\n');
    }
}

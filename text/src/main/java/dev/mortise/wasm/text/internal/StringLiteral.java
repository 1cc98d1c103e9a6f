package dev.mortise.wasm.text.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** String literals (specification section 6.3.3): any bytes, written as text and escapes. */
final class StringLiteral {

    private StringLiteral() {}

    /**
     * The bytes of a string.
     *
     * @param content what stands between the quotes
     * @param offset where it stands
     */
    static byte[] bytes(Source source, String content, int offset) {
        if (content.indexOf('\\') < 0) {
            return Lexer.utf8(content);
        }
        var bytes = new ByteArrayOutputStream(content.length());
        var i = 0;
        while (i < content.length()) {
            var next = content.indexOf('\\', i);
            if (next < 0) {
                next = content.length();
            }
            if (next > i) {
                bytes.writeBytes(Lexer.utf8(content.substring(i, next)));
                i = next;
            } else {
                i = escape(source, content, i, offset, bytes);
            }
        }
        return bytes.toByteArray();
    }

    /** The characters of a string that must be UTF-8: names and identifiers. */
    static String text(Source source, String content, int offset) {
        try {
            var bytes = ByteBuffer.wrap(bytes(source, content, offset));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw source.error("malformed UTF-8 encoding", offset);
        }
    }

    /** Reads the escape at {@code at}; returns the place behind it. */
    private static int escape(Source source, String content, int at, int offset, ByteArrayOutputStream bytes) {
        char c = at + 1 < content.length() ? content.charAt(at + 1) : 0;
        switch (c) {
            case 't' -> bytes.write('\t');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case '"', '\'', '\\' -> bytes.write(c);
            case 'u' -> {
                return codePoint(source, content, at, offset, bytes);
            }
            default -> {
                char low = at + 2 < content.length() ? content.charAt(at + 2) : 0;
                if (!IntegerLiteral.isDigit(c, 16) || !IntegerLiteral.isDigit(low, 16)) {
                    throw source.error(
                            "illegal escape: expected \\t, \\n, \\r, \\\", \\', \\\\, \\u{...} or two hexadecimal digits",
                            offset + at);
                }
                bytes.write(Character.digit(c, 16) << 4 | Character.digit(low, 16));
                return at + 3;
            }
        }
        return at + 2;
    }

    private static int codePoint(Source source, String content, int at, int offset, ByteArrayOutputStream bytes) {
        var end = content.indexOf('}', at);
        var value = content.startsWith("{", at + 2) && end > 0
                ? IntegerLiteral.unsigned("0x" + content.substring(at + 3, end), 32)
                : IntegerLiteral.NONE;
        if (value.isEmpty()) {
            throw source.error("illegal escape: expected hexadecimal digits in braces after \\u", offset + at);
        }
        var codePoint = value.getAsLong();
        if (codePoint > Character.MAX_CODE_POINT || codePoint >= 0xD800 && codePoint < 0xE000) {
            throw source.error("illegal escape: U+%X is no Unicode scalar value".formatted(codePoint), offset + at);
        }
        bytes.writeBytes(Lexer.utf8(Character.toString((int) codePoint)));
        return end + 1;
    }
}

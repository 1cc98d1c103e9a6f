package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.text.internal.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into tokens (specification section 6.3), matches parentheses, and drops space, comments and
 * annotations. Nesting costs heap, not stack.
 */
final class Lexer {

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /** Places in {@link #tokens} of the parentheses that are open. */
    private final IntStack open = new IntStack();
    private int position;

    private Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    /** The tokens, with one of kind {@code END} after the last. */
    static List<Token> tokens(Source source) {
        var lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (skipSpace()) {
            var start = position;
            var c = text.charAt(position);
            if (c == '(' && peek(1) == '@') {
                annotation();
            } else if (c == '(') {
                position++;
                open.push(tokens.size());
                tokens.add(new Token(Kind.OPEN, start, "(", -1));
            } else if (c == ')') {
                position++;
                close(start);
            } else {
                tokens.add(word());
            }
        }
        if (!open.isEmpty()) {
            throw source.error("unclosed parenthesis",
                    tokens.get(open.pop()).offset());
        }
        tokens.add(new Token(Kind.END, text.length(), "", -1));
    }

    private void close(int start) {
        if (open.isEmpty()) {
            throw source.error("unexpected \")\": nothing is open here", start);
        }
        var opening = open.pop();
        tokens.set(opening, new Token(Kind.OPEN, tokens.get(opening).offset(), "(", tokens.size()));
        tokens.add(new Token(Kind.CLOSE, start, ")", opening));
    }

    /** Skips space and comments; false at the end of the text. */
    private boolean skipSpace() {
        while (position < text.length()) {
            var c = text.charAt(position);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                position++;
            } else if (c == ';' && peek(1) == ';') {
                lineComment();
            } else if (c == '(' && peek(1) == ';') {
                blockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void lineComment() {
        while (position < text.length() && text.charAt(position) != '\n' && text.charAt(position) != '\r') {
            position++;
        }
    }

    private void blockComment() {
        var start = position;
        var depth = 0;
        do {
            if (position >= text.length()) {
                throw source.error("unclosed comment", start);
            }
            var c = text.charAt(position);
            if (c == '(' && peek(1) == ';') {
                depth++;
                position += 2;
            } else if (c == ';' && peek(1) == ')') {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0);
    }

    /** Skips {@code (@id ...)}: annotations carry no meaning here, but must be well-formed. */
    private void annotation() {
        var start = position;
        position += 2;
        var c = peek(0);
        if (c != '"' && !isIdentifierCharacter(c)) {
            throw source.error("empty annotation id", start);
        }
        if (c == '"') {
            identifierString("annotation id");
        } else {
            while (isIdentifierCharacter(peek(0))) {
                position++;
            }
        }
        var depth = 1;
        while (depth > 0) {
            if (!skipSpace()) {
                throw source.error("unclosed annotation", start);
            }
            switch (text.charAt(position)) {
                case '(' -> {
                    depth++;
                    position++;
                }
                case ')' -> {
                    depth--;
                    position++;
                }
                default -> reserved();
            }
        }
    }

    /** A string, identifier or atom: whatever stands without space between. */
    private Token word() {
        var start = position;
        var c = text.charAt(start);
        if (c == '"') {
            string();
            if (wordGoesOn()) {
                throw source.error("a space is missing after the string", position);
            }
            return new Token(Kind.STRING, start, text.substring(start + 1, position - 1), -1);
        }
        if (c == '$' && peek(1) == '"') {
            position++;
            var name = identifierString("identifier");
            if (wordGoesOn()) {
                throw source.error("a space is missing after the identifier", position);
            }
            return new Token(Kind.IDENTIFIER, start, name, -1);
        }
        while (isIdentifierCharacter(peek(0))) {
            position++;
        }
        if (position == start || wordGoesOn()) {
            reserved();
            throw source.error("malformed word " + text.substring(start, Math.min(position, start + 40)), start);
        }
        if (c == '$') {
            if (position == start + 1) {
                throw source.error("empty identifier", start);
            }
            return new Token(Kind.IDENTIFIER, start, text.substring(start + 1, position), -1);
        }
        return new Token(Kind.ATOM, start, text.substring(start, position), -1);
    }

    /** A run of anything but space, parentheses and comments; moves on by at least one character. */
    private void reserved() {
        var start = position;
        while (true) {
            var c = peek(0);
            if (c == '"') {
                string();
            } else if (wordGoesOn()) {
                position++;
            } else if (position == start) {
                throw source.error("illegal character U+%04X".formatted(text.codePointAt(position)), position);
            } else {
                return;
            }
        }
    }

    private String identifierString(String what) {
        var start = position;
        string();
        var content = text.substring(start + 1, position - 1);
        if (content.isEmpty()) {
            throw source.error("empty " + what, start);
        }
        return StringLiteral.text(source, content, start + 1);
    }

    /** Moves behind the closing quote; escapes are only skipped, {@link StringLiteral} reads them. */
    private void string() {
        var start = position++;
        while (true) {
            if (position >= text.length()) {
                throw source.error("unclosed string", start);
            }
            var c = text.charAt(position);
            if (c == '\n' || c == '\r') {
                throw source.error("unclosed string: a line ends inside; write \\n for a line end", start);
            }
            if (c < 0x20 || c == 0x7F) {
                throw source.error(
                        "illegal character U+%04X in a string: write it as \\%02x".formatted((int) c, (int) c),
                        position);
            }
            position++;
            if (c == '"') {
                return;
            }
            if (c == '\\' && position < text.length() && text.charAt(position) >= 0x20) {
                position++;
            }
        }
    }

    private char peek(int distance) {
        return position + distance < text.length() ? text.charAt(position + distance) : 0;
    }

    /** Whether no space, parenthesis or comment ends a word here. */
    private boolean wordGoesOn() {
        return isWordCharacter(peek(0)) && !(peek(0) == ';' && peek(1) == ';');
    }

    private static boolean isWordCharacter(char c) {
        return c == '"' || c == ',' || c == ';' || c == '[' || c == ']' || c == '{' || c == '}'
                || isIdentifierCharacter(c);
    }

    private static boolean isIdentifierCharacter(char c) {
        return c > ' ' && c < 0x7F && "\"(),;[]{}".indexOf(c) < 0;
    }

    /** A string as UTF-8. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

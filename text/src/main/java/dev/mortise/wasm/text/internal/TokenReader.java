package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.internal.binary.Proposal;
import dev.mortise.wasm.text.WatException;
import dev.mortise.wasm.text.internal.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A cursor over tokens: what every parser of the text format needs to ask. */
public final class TokenReader {

    private final Source source;
    private final List<Token> tokens;
    private int place;

    private TokenReader(Source source, List<Token> tokens, int place) {
        this.source = source;
        this.tokens = tokens;
        this.place = place;
    }

    /** Reads a text from its beginning; lexical faults and unbalanced parentheses show at once. */
    public static TokenReader of(Source source) {
        return new TokenReader(source, Lexer.tokens(source), 0);
    }

    /** Another reader at the same place. */
    public TokenReader copy() {
        return new TokenReader(source, tokens, place);
    }

    /** Continues where another reader of the same text is. */
    void goTo(TokenReader other) {
        place = other.place;
    }

    /** The text that is read. */
    public Source source() {
        return source;
    }

    /** Where the next token starts. */
    public int offset() {
        return peek().offset();
    }

    /** The line of the next token, from 1. */
    public int line() {
        return source.line(offset());
    }

    Token peek() {
        return tokens.get(place);
    }

    private Token peek(int distance) {
        return tokens.get(Math.min(place + distance, tokens.size() - 1));
    }

    Token next() {
        var token = peek();
        if (token.kind() != Kind.END) {
            place++;
        }
        return token;
    }

    /** Whether nothing is left. */
    public boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    /** Whether a parenthesis opens next. */
    public boolean atOpen() {
        return peek().kind() == Kind.OPEN;
    }

    /** Whether a parenthesis closes next. */
    public boolean atClose() {
        return peek().kind() == Kind.CLOSE;
    }

    /** Whether a parenthesis and then this word come next. */
    public boolean atOpen(String word) {
        return atOpen() && peek(1).isAtom(word);
    }

    /** Whether this word comes next. */
    public boolean at(String word) {
        return peek().isAtom(word);
    }

    /** Whether a word with this beginning comes next, as in {@code offset=8}. */
    boolean atSetting(String beginning) {
        return peek().kind() == Kind.ATOM && peek().text().startsWith(beginning);
    }

    /** Whether a string comes next. */
    public boolean atString() {
        return peek().kind() == Kind.STRING;
    }

    /** Whether an identifier comes next. */
    public boolean atIdentifier() {
        return peek().kind() == Kind.IDENTIFIER;
    }

    /** Whether a number or identifier comes next, which may stand for an index. */
    boolean atIndex() {
        var token = peek();
        return token.kind() == Kind.IDENTIFIER
                || token.kind() == Kind.ATOM && IntegerLiteral.isUnsigned(token.text());
    }

    /** The word behind the parenthesis that opens next; empty if there is none. */
    public String wordAfterOpen() {
        return atOpen() && peek(1).kind() == Kind.ATOM ? peek(1).text() : "";
    }

    /** Skips a parenthesis with this word, if they come next. */
    public boolean skipOpen(String word) {
        if (atOpen(word)) {
            place += 2;
            return true;
        }
        return false;
    }

    /** Skips this word, if it comes next. */
    public boolean skip(String word) {
        if (at(word)) {
            place++;
            return true;
        }
        return false;
    }

    /** Reads a parenthesis that opens. */
    public void open() {
        expect(Kind.OPEN, "\"(\"");
    }

    /** Reads a parenthesis that closes. */
    public void close() {
        expect(Kind.CLOSE, "\")\"");
    }

    /** Continues behind the parenthesis that closes the one that opens next. */
    public void skipForm() {
        if (!atOpen()) {
            throw unexpected("\"(\"");
        }
        place = peek().partner() + 1;
    }

    /** A word. */
    public String word() {
        return expect(Kind.ATOM, "a keyword").text();
    }

    /** An identifier without its dollar, if one comes next. */
    public Optional<String> identifier() {
        return atIdentifier() ? Optional.of(next().text()) : Optional.empty();
    }

    @Nullable
    String identifierOrNull() {
        return identifier().orElse(null);
    }

    /** A string's bytes. */
    public byte[] string() {
        var token = expect(Kind.STRING, "a string");
        return StringLiteral.bytes(source, token.text(), token.offset() + 1);
    }

    /** All strings that come next, joined. */
    public byte[] strings() {
        var bytes = new ByteWriter();
        while (atString()) {
            bytes.bytes(string());
        }
        return bytes.toByteArray();
    }

    /** A string that must be UTF-8. */
    public String name() {
        var token = expect(Kind.STRING, "a name in quotes");
        return StringLiteral.text(source, token.text(), token.offset() + 1);
    }

    /** An unsigned number of 32 bits. */
    int u32(String what) {
        var token = expect(Kind.ATOM, what);
        return (int) unsigned(token, token.text(), what, 32);
    }

    /** The unsigned number that a part of this token spells. */
    long unsigned(Token token, String digits, String what, int bits) {
        if (!IntegerLiteral.isUnsigned(digits)) {
            throw error("unexpected " + token.describe() + ", expected " + what, token);
        }
        return IntegerLiteral.unsigned(digits, bits)
                .orElseThrow(() -> error(what + " is out of range: it must fit " + bits + " bits unsigned", token));
    }

    /** The bits of an integer constant. */
    public long integer(int bits) {
        var token = expect(Kind.ATOM, "an i" + bits + " constant");
        var value = IntegerLiteral.integer(token.text(), bits);
        return constant(token, value, "i" + bits, IntegerLiteral.isInteger(token.text()));
    }

    /** The bits of a floating-point constant of 32 or 64 bits. */
    public long floating(int bits) {
        var token = expect(Kind.ATOM, "an f" + bits + " constant");
        var value = bits == 32 ? FloatLiteral.f32(token.text()) : FloatLiteral.f64(token.text());
        return constant(token, value, "f" + bits, FloatLiteral.isFloat(token.text()));
    }

    private long constant(Token token, OptionalLong value, String type, boolean hasForm) {
        return value.orElseThrow(() -> hasForm ? error(type + " constant out of range: " + token.text(), token)
                : error("unexpected " + token.describe() + ", expected an " + type + " constant", token));
    }

    private Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    /** The next token is not what it should be. */
    public WatException unexpected(String expected) {
        return error("unexpected " + peek().describe() + ", expected " + expected, peek());
    }

    WatException error(String detail, Token token) {
        return source.error(detail, token.offset());
    }

    /** The next token needs something that is not supported. */
    public WatException unsupported(Proposal proposal) {
        var token = atOpen() ? peek(1) : peek();
        return source.unsupported(proposal, token.describe(), token.offset());
    }
}

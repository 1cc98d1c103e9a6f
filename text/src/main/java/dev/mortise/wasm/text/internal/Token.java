package dev.mortise.wasm.text.internal;

/**
 * A piece of the text (specification section 6.3.1).
 *
 * @param kind what it is
 * @param offset where it starts
 * @param text an atom as written, an identifier without its dollar, a string as written between its quotes
 * @param partner the place of the matching parenthesis in the token list, or -1
 */
record Token(Kind kind, int offset, String text, int partner) {

    /** Kinds of tokens. Which atoms are keywords and which numbers depends on the place, so the lexer does not say. */
    enum Kind {
        OPEN, CLOSE, STRING, IDENTIFIER, ATOM, END
    }

    boolean isAtom(String word) {
        return kind == Kind.ATOM && text.equals(word);
    }

    /** How to quote it in messages. */
    String describe() {
        return switch (kind) {
            case OPEN -> "\"(\"";
            case CLOSE -> "\")\"";
            case STRING -> "a string";
            case IDENTIFIER -> "$" + text;
            case ATOM -> "\"" + text + "\"";
            case END -> "the end";
        };
    }
}

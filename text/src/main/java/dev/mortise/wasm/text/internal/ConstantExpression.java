package dev.mortise.wasm.text.internal;

/**
 * Constant expressions. Any instruction is read: which ones are constant is a question of typing, and so for the
 * validator.
 */
final class ConstantExpression {

    private ConstantExpression() {}

    /** All instructions up to the next parenthesis that closes. */
    static void upToClose(TokenReader in, Scope scope, ByteWriter out) {
        parser(in, scope, out).expression();
    }

    /** {@code (word instruction*)}, or one folded instruction for short. */
    static void inForm(String word, TokenReader in, Scope scope, ByteWriter out) {
        if (in.skipOpen(word)) {
            upToClose(in, scope, out);
            in.close();
        } else {
            parser(in, scope, out).foldedExpression();
        }
    }

    private static InstructionParser parser(TokenReader in, Scope scope, ByteWriter out) {
        return new InstructionParser(in, scope, new IndexSpace("local"), out);
    }
}

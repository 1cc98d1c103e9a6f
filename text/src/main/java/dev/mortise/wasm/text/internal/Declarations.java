package dev.mortise.wasm.text.internal;

/**
 * The first pass over a module's fields: learns types and identifiers, so that the second can resolve them wherever
 * they stand.
 */
final class Declarations {

    private final TokenReader in;
    private final Scope scope;
    private final TypeParser types;
    private boolean definitionSeen;
    private boolean startSeen;

    private Declarations(TokenReader in, Scope scope) {
        this.in = in;
        this.scope = scope;
        this.types = new TypeParser(in, scope);
    }

    /** Reads the fields up to a closing parenthesis or the end; the reader may be at any place afterwards. */
    static void read(TokenReader in, Scope scope) {
        var declarations = new Declarations(in, scope);
        while (in.atOpen()) {
            declarations.field();
        }
    }

    private void field() {
        var after = in.copy();
        after.skipForm();
        var start = in.peek();
        var word = in.wordAfterOpen();
        in.open();
        if (in.atClose() || in.atOpen()) {
            throw in.unexpected("a module field");
        }
        in.next();
        switch (word) {
            case "type" -> {
                scope.types.add(in);
                scope.define(types.functionType());
                in.close();
            }
            case "import" -> importField(start);
            case "func" -> definition(scope.functions, start);
            case "global" -> definition(scope.globals, start);
            case "memory" -> {
                definition(scope.memories, start);
                in.skip("i32");
                if (in.atOpen("data")) {
                    scope.data.add();
                }
            }
            case "table" -> {
                definition(scope.tables, start);
                in.skip("i32");
                if (types.atReferenceType()) {
                    types.referenceType();
                    scope.elements.add();
                }
            }
            case "elem" -> scope.elements.add(in);
            case "data" -> scope.data.add(in);
            case "start" -> {
                if (startSeen) {
                    throw in.error("multiple start sections", start);
                }
                startSeen = true;
            }
            case "export" -> {
            }
            default -> throw Words.proposalOfField(word)
                    .map(proposal -> in.source().unsupported(proposal, "field " + word, start.offset()))
                    .orElseGet(() -> in.error("unknown module field \"" + word + "\"",
                            start));
        }
        in.goTo(after);
    }

    /** A function, table, memory or global with its inline exports, which may turn out to be an import. */
    private void definition(IndexSpace space, Token start) {
        space.add(in);
        while (in.atOpen("export")) {
            in.skipForm();
        }
        if (in.atOpen("import")) {
            rejectLateImport(start);
            in.skipForm();
        } else {
            definitionSeen = true;
        }
    }

    private void importField(Token start) {
        rejectLateImport(start);
        in.name();
        in.name();
        ExternKind.readOpen(in).space(scope).add(in);
    }

    private void rejectLateImport(Token start) {
        if (definitionSeen) {
            throw in.error("import after function, table, memory or global: imports come first", start);
        }
    }
}

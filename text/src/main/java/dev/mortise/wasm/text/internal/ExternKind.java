package dev.mortise.wasm.text.internal;

/** What can be imported and exported. */
enum ExternKind {
    FUNCTION("func", 0), TABLE("table", 1), MEMORY("memory", 2), GLOBAL("global", 3);

    private final String word;
    private final int code;

    ExternKind(String word, int code) {
        this.word = word;
        this.code = code;
    }

    /** The byte of the binary format. */
    int code() {
        return code;
    }

    IndexSpace space(Scope scope) {
        return switch (this) {
            case FUNCTION -> scope.functions;
            case TABLE -> scope.tables;
            case MEMORY -> scope.memories;
            case GLOBAL -> scope.globals;
        };
    }

    /** Reads a parenthesis and the kind's keyword. */
    static ExternKind readOpen(TokenReader in) {
        for (var kind : values()) {
            if (in.skipOpen(kind.word)) {
                return kind;
            }
        }
        throw Words.proposalOfField(in.wordAfterOpen()).map(in::unsupported)
                .orElseGet(() -> in.unexpected("(func, (table, (memory or (global"));
    }
}

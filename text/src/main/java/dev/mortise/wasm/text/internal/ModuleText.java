package dev.mortise.wasm.text.internal;

/** Modules in the text format, from fields to bytes. */
public final class ModuleText {

    private ModuleText() {}

    /** Translates a text that is one module or the fields of one. */
    public static byte[] toBinary(Source source) {
        return toBinary(source, Quoting.ALLOWED);
    }

    /** Whether the module may be quoted: not inside of a quoted one, or a text could nest them to any depth. */
    private enum Quoting {
        ALLOWED, FORBIDDEN
    }

    private static byte[] toBinary(Source source, Quoting quoting) {
        var in = TokenReader.of(source);
        byte[] result;
        if (in.skipOpen("module")) {
            result = contents(in, quoting);
            in.close();
        } else {
            result = fields(in, "");
        }
        if (!in.atEnd()) {
            throw in.unexpected("the end of the module");
        }
        return result;
    }

    /**
     * Reads what stands between {@code (module} and its closing parenthesis: an identifier perhaps, then fields, or
     * {@code binary} or {@code quote} with strings.
     */
    public static byte[] contents(TokenReader in) {
        return contents(in, Quoting.ALLOWED);
    }

    private static byte[] contents(TokenReader in, Quoting quoting) {
        var name = in.identifier().orElse("");
        if (in.skip("binary")) {
            return in.strings();
        }
        if (in.at("quote")) {
            if (quoting == Quoting.FORBIDDEN) {
                throw in.unexpected("a module that is not quoted once more");
            }
            var line = in.line();
            in.word();
            var place = in.source().name().isEmpty() ? "quoted module of line " + line
                    : in.source().name() + ": quoted module of line " + line;
            return toBinary(Source.of(place, in.strings()), Quoting.FORBIDDEN);
        }
        return fields(in, name);
    }

    /** Reads the bare fields of a module. */
    public static byte[] fields(TokenReader in) {
        return fields(in, "");
    }

    private static byte[] fields(TokenReader in, String name) {
        var scope = new Scope();
        Declarations.read(in.copy(), scope);
        var sections = new Sections();
        var parser = new FieldParser(in, scope, sections);
        parser.fields();
        var module = sections.write(scope.functionTypes());
        NameSectionWriter.append(module, name, scope, parser.locals());
        return module.toByteArray();
    }
}

package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.internal.binary.Proposal;
import dev.mortise.wasm.text.internal.Sections.Id;
import dev.mortise.wasm.text.internal.TypeParser.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** The second pass over a module's fields (specification section 6.6): writes the sections. */
final class FieldParser {

    private static final int PAGE_SIZE = 65_536;

    private final TokenReader in;
    private final Scope scope;
    private final TypeParser types;
    private final Sections sections;
    private final SegmentParser segments;
    /** The locals of each function that is defined or imported with identifiers, for the name section. */
    private final List<IndexSpace> locals = new ArrayList<>();
    /** How many of each kind have gone by: the index of the next. */
    private final int[] counts = new int[ExternKind.values().length];

    FieldParser(TokenReader in, Scope scope, Sections sections) {
        this.in = in;
        this.scope = scope;
        this.types = new TypeParser(in, scope);
        this.sections = sections;
        this.segments = new SegmentParser(in, scope, sections);
    }

    /** The parameters and locals of each function in order. */
    List<IndexSpace> locals() {
        return locals;
    }

    /** Reads all fields up to a closing parenthesis or the end. */
    void fields() {
        while (in.atOpen()) {
            field();
        }
    }

    private void field() {
        var word = in.wordAfterOpen();
        if (word.equals("type")) {
            in.skipForm();
            return;
        }
        in.open();
        in.word();
        switch (word) {
            case "import" -> importField();
            case "func" -> function();
            case "table" -> table();
            case "memory" -> memory();
            case "global" -> global();
            case "export" -> {
                var name = in.name();
                var kind = ExternKind.readOpen(in);
                export(name, kind, kind.space(scope).index(in));
                in.close();
            }
            case "start" -> sections.start(scope.functions.index(in));
            case "elem" -> segments.element();
            case "data" -> segments.data();
            default -> throw in.unexpected("a module field");
        }
        in.close();
    }

    private void importField() {
        var module = in.name();
        var name = in.name();
        var kind = ExternKind.readOpen(in);
        in.identifier();
        importEntry(module, name, kind);
        in.close();
    }

    private void importEntry(String module, String name, ExternKind kind) {
        counts[kind.ordinal()]++;
        var entry = new ByteWriter().name(module).name(name).u8(kind.code());
        switch (kind) {
            case FUNCTION -> {
                var type = types.typeUse(Identifiers.ALLOWED);
                locals.add(type.parameters());
                entry.u32(type.index());
            }
            case TABLE -> entry.append(types.tableType());
            case MEMORY -> entry.append(types.limits());
            case GLOBAL -> entry.append(types.globalType());
        }
        sections.add(Id.IMPORT).append(entry);
    }

    private void export(String name, ExternKind kind, int index) {
        sections.add(Id.EXPORT).name(name).u8(kind.code()).u32(index);
    }

    /** The identifier, exports and import that may stand inline; true if it is an import, which is then complete. */
    private boolean header(ExternKind kind) {
        in.identifier();
        while (in.skipOpen("export")) {
            export(in.name(), kind, counts[kind.ordinal()]);
            in.close();
        }
        if (in.skipOpen("import")) {
            var module = in.name();
            var name = in.name();
            in.close();
            importEntry(module, name, kind);
            return true;
        }
        counts[kind.ordinal()]++;
        return false;
    }

    private void function() {
        if (header(ExternKind.FUNCTION)) {
            return;
        }
        var type = types.typeUse(Identifiers.ALLOWED);
        sections.add(Id.FUNCTION).u32(type.index());
        locals.add(type.parameters());
        var body = new FunctionParser(in, scope, type.parameters());
        sections.add(Id.CODE).sized(body.parse());
        if (body.usesDataIndices()) {
            sections.needDataCount();
        }
    }

    private void table() {
        var index = counts[ExternKind.TABLE.ordinal()];
        if (header(ExternKind.TABLE)) {
            return;
        }
        in.skip("i32");
        if (types.atReferenceType()) {
            var type = types.referenceType();
            if (!in.skipOpen("elem")) {
                throw in.unexpected("(elem ...)");
            }
            var size = segments.inlineElements(index, type);
            in.close();
            sections.add(Id.TABLE).u8(Codes.of(type)).u8(1).u32(size).u32(size);
            return;
        }
        sections.add(Id.TABLE).append(types.tableType());
        if (in.atOpen()) {
            // A table with an initial value.
            throw in.unsupported(Proposal.FUNCTION_REFERENCES);
        }
    }

    private void memory() {
        var index = counts[ExternKind.MEMORY.ordinal()];
        if (header(ExternKind.MEMORY)) {
            return;
        }
        in.skip("i32");
        if (in.skipOpen("data")) {
            var size = segments.inlineData(index);
            in.close();
            var pages = (size + PAGE_SIZE - 1) / PAGE_SIZE;
            sections.add(Id.MEMORY).u8(1).u32(pages).u32(pages);
            return;
        }
        sections.add(Id.MEMORY).append(types.limits());
    }

    private void global() {
        if (header(ExternKind.GLOBAL)) {
            return;
        }
        var entry = types.globalType();
        ConstantExpression.upToClose(in, scope, entry);
        sections.add(Id.GLOBAL).append(entry);
    }
}

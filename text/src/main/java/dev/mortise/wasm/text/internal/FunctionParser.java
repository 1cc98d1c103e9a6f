package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.text.internal.TypeParser.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** A function's locals and body (specification section 6.6.5). */
final class FunctionParser {

    private final TokenReader in;
    private final Scope scope;
    private final IndexSpace locals;
    private boolean usesDataIndices;

    /** @param locals holds the parameters, and in the end all locals */
    FunctionParser(TokenReader in, Scope scope, IndexSpace locals) {
        this.in = in;
        this.scope = scope;
        this.locals = locals;
    }

    /** The function as an entry of the code section, without its length. */
    ByteWriter parse() {
        var types = new ArrayList<ValueType>();
        var parser = new TypeParser(in, scope);
        while (in.skipOpen("local")) {
            parser.variables(locals, types, Identifiers.ALLOWED);
        }
        var body = new ByteWriter();
        declareLocals(types, body);
        var instructions = new InstructionParser(in, scope, locals, body);
        instructions.expression();
        usesDataIndices = instructions.usesDataIndices();
        return body;
    }

    boolean usesDataIndices() {
        return usesDataIndices;
    }

    /** Neighbours of one type share an entry. */
    private static void declareLocals(List<ValueType> types, ByteWriter out) {
        var entries = new ByteWriter();
        var count = 0;
        for (var i = 0; i < types.size();) {
            var type = types.get(i);
            var end = i;
            while (end < types.size() && types.get(end).equals(type)) {
                end++;
            }
            entries.u32(end - i).u8(Codes.of(type));
            count++;
            i = end;
        }
        out.u32(count).append(entries);
    }
}

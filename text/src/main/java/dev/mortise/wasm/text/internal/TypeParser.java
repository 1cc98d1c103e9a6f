package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Proposal;
import dev.mortise.wasm.text.WatException;
import java.util.ArrayList;
import java.util.List;

/** Types (specification section 6.4). */
final class TypeParser {

    /** Where the parameters of a function type may have identifiers. */
    enum Identifiers {
        ALLOWED, FORBIDDEN
    }

    /**
     * A reference to a function type.
     *
     * @param index the type's index
     * @param parameters the parameters, with identifiers where the text gives them
     */
    record TypeUse(int index, IndexSpace parameters) {
    }

    private final TokenReader in;
    private final Scope scope;

    TypeParser(TokenReader in, Scope scope) {
        this.in = in;
        this.scope = scope;
    }

    boolean atValueType() {
        return in.atOpen("ref") || Words.isValueType(in.peek().text());
    }

    ValueType valueType() {
        if (in.atOpen("ref")) {
            throw unsupportedReference();
        }
        var token = in.peek();
        ValueType type = switch (token.text()) {
            case "i32" -> ValueType.I32;
            case "i64" -> ValueType.I64;
            case "f32" -> ValueType.F32;
            case "f64" -> ValueType.F64;
            case "funcref" -> ValueType.FUNCREF;
            case "externref" -> ValueType.EXTERNREF;
            default -> throw unknown("a value type");
        };
        in.word();
        return type;
    }

    ReferenceType referenceType() {
        var token = in.peek();
        if (valueType() instanceof ReferenceType type) {
            return type;
        }
        throw in.error("unexpected " + token.describe() + ", expected a reference type", token);
    }

    boolean atReferenceType() {
        return atValueType() && !Words.isNumberType(in.peek().text());
    }

    HeapType heapType() {
        var type = switch (in.peek().text()) {
            case "func" -> HeapType.FUNC;
            case "extern" -> HeapType.EXTERN;
            default -> throw in.atIndex() ? in.unsupported(Proposal.FUNCTION_REFERENCES) : unknown("a heap type");
        };
        in.word();
        return type;
    }

    private WatException unknown(String expected) {
        var proposal = Words.proposalOfType(in.peek().text());
        return proposal.map(in::unsupported).orElseGet(() -> in.unexpected(expected));
    }

    /** {@code (ref null? heaptype)} belongs to the proposal of its heap type, else to typed references. */
    private WatException unsupportedReference() {
        var inside = in.copy();
        inside.open();
        inside.word();
        inside.skip("null");
        return in.unsupported(Words.proposalOfType(inside.peek().text()).orElse(Proposal.FUNCTION_REFERENCES));
    }

    /** {@code (func (param ...)* (result ...)*)} of a type definition. */
    FunctionType functionType() {
        if (!in.skipOpen("func")) {
            throw Words.proposalOfField(in.wordAfterOpen()).map(in::unsupported)
                    .orElseGet(() -> in.unexpected("a function type"));
        }
        var type = signature(new IndexSpace("parameter"), Identifiers.ALLOWED);
        in.close();
        return type;
    }

    /** {@code (type ...)? (param ...)* (result ...)*}; without a type, the inline one is looked up or added. */
    TypeUse typeUse(Identifiers identifiers) {
        var parameters = new IndexSpace("local");
        if (!in.atOpen("type")) {
            return new TypeUse(scope.intern(signature(parameters, identifiers)), parameters);
        }
        var index = typeIndex();
        var start = in.peek();
        var inline = signature(parameters, identifiers);
        var known = Integer.compareUnsigned(index, scope.functionTypes().size()) < 0;
        if (inline.parameters().isEmpty() && inline.results().isEmpty()) {
            parameters.add(known ? scope.functionTypes().get(index).parameters().size() : 0);
        } else if (!known) {
            throw in.error("unknown type " + Integer.toUnsignedString(index) + " in an inline function type", start);
        } else if (!scope.functionTypes().get(index).equals(inline)) {
            throw in.error("inline function type " + inline + " is not type " + index + ", which is "
                    + scope.functionTypes().get(index), start);
        }
        return new TypeUse(index, parameters);
    }

    int typeIndex() {
        in.open();
        in.word();
        var index = scope.types.index(in);
        in.close();
        return index;
    }

    /** Parameters and results without a type index; the parameters go into the index space, too. */
    FunctionType signature(IndexSpace names, Identifiers identifiers) {
        var parameters = new ArrayList<ValueType>();
        while (in.skipOpen("param")) {
            variables(names, parameters, identifiers);
        }
        return new FunctionType(parameters, results());
    }

    List<ValueType> results() {
        var results = new ArrayList<ValueType>();
        while (in.skipOpen("result")) {
            while (!in.atClose()) {
                results.add(valueType());
            }
            in.close();
        }
        if (in.atOpen("param")) {
            throw in.error("result before parameter", in.peek());
        }
        return results;
    }

    /** The rest of {@code (param ...)} or {@code (local ...)}: one type with an identifier, or any number without. */
    void variables(IndexSpace names, List<ValueType> types, Identifiers identifiers) {
        if (identifiers == Identifiers.ALLOWED && in.atIdentifier()) {
            names.add(in);
            types.add(valueType());
        } else {
            while (!in.atClose()) {
                types.add(valueType());
                names.add();
            }
        }
        in.close();
    }

    /** Limits as the binary format has them, after the address type that may stand before. */
    ByteWriter limits() {
        in.skip("i32");
        if (in.at("i64")) {
            throw in.unsupported(Proposal.MEMORY64);
        }
        var minimum = in.u32("a size");
        var result = new ByteWriter();
        if (in.atIndex()) {
            result.u8(1).u32(minimum).u32(in.u32("a size"));
        } else {
            result.u8(0).u32(minimum);
        }
        if (in.at("shared")) {
            throw in.unsupported(Proposal.THREADS);
        }
        if (in.atOpen("pagesize")) {
            throw in.unsupported(Proposal.CUSTOM_PAGE_SIZES);
        }
        return result;
    }

    /** A table type as the binary format has it. */
    ByteWriter tableType() {
        var limits = limits();
        return new ByteWriter().u8(Codes.of(referenceType())).append(limits);
    }

    /** A global type as the binary format has it. */
    ByteWriter globalType() {
        if (in.skipOpen("mut")) {
            var type = valueType();
            in.close();
            return new ByteWriter().u8(Codes.of(type)).u8(1);
        }
        return new ByteWriter().u8(Codes.of(valueType())).u8(0);
    }
}

package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.internal.binary.Proposal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Keywords: those of types, and those that other versions of the language have, so that messages can name them. */
public final class Words {

    private static final Set<String> NUMBER_TYPES = Set.of("i32", "i64", "f32", "f64");

    private static final Map<String, Proposal> TYPES = Map.ofEntries(Map.entry("v128", Proposal.SIMD),
            Map.entry("any", Proposal.GC), Map.entry("eq", Proposal.GC), Map.entry("i31", Proposal.GC),
            Map.entry("struct", Proposal.GC), Map.entry("array", Proposal.GC), Map.entry("none", Proposal.GC),
            Map.entry("nofunc", Proposal.GC), Map.entry("noextern", Proposal.GC), Map.entry("anyref", Proposal.GC),
            Map.entry("eqref", Proposal.GC), Map.entry("i31ref", Proposal.GC), Map.entry("structref", Proposal.GC),
            Map.entry("arrayref", Proposal.GC), Map.entry("nullref", Proposal.GC),
            Map.entry("nullfuncref", Proposal.GC), Map.entry("nullexternref", Proposal.GC),
            Map.entry("exn", Proposal.EXCEPTIONS), Map.entry("noexn", Proposal.EXCEPTIONS),
            Map.entry("exnref", Proposal.EXCEPTIONS), Map.entry("nullexnref", Proposal.EXCEPTIONS));

    private static final Map<String, Proposal> FIELDS = Map.of("rec", Proposal.GC, "sub", Proposal.GC, "struct",
            Proposal.GC, "array", Proposal.GC, "tag", Proposal.EXCEPTIONS);

    private static final Map<String, Proposal> INSTRUCTIONS = Map.ofEntries(
            Map.entry("return_call", Proposal.TAIL_CALLS), Map.entry("return_call_indirect", Proposal.TAIL_CALLS),
            Map.entry("return_call_ref", Proposal.TAIL_CALLS), Map.entry("call_ref", Proposal.FUNCTION_REFERENCES),
            Map.entry("ref.as_non_null", Proposal.FUNCTION_REFERENCES),
            Map.entry("br_on_null", Proposal.FUNCTION_REFERENCES),
            Map.entry("br_on_non_null", Proposal.FUNCTION_REFERENCES), Map.entry("br_on_cast", Proposal.GC),
            Map.entry("br_on_cast_fail", Proposal.GC), Map.entry("ref.eq", Proposal.GC),
            Map.entry("ref.test", Proposal.GC), Map.entry("ref.cast", Proposal.GC), Map.entry("ref.i31", Proposal.GC),
            Map.entry("any.convert_extern", Proposal.GC), Map.entry("extern.convert_any", Proposal.GC),
            Map.entry("throw", Proposal.EXCEPTIONS), Map.entry("throw_ref", Proposal.EXCEPTIONS),
            Map.entry("try_table", Proposal.EXCEPTIONS), Map.entry("try", Proposal.EXCEPTIONS),
            Map.entry("catch", Proposal.EXCEPTIONS), Map.entry("catch_all", Proposal.EXCEPTIONS),
            Map.entry("delegate", Proposal.EXCEPTIONS), Map.entry("rethrow", Proposal.EXCEPTIONS));

    private static final Pattern SIMD = Pattern.compile("(v128|[if](8x16|16x8|32x4|64x2))\\.[a-z0-9_]+");
    private static final Pattern GC = Pattern.compile("(struct|array|i31)\\.[a-z0-9_]+");
    private static final Pattern THREADS = Pattern.compile("(memory|i32|i64)\\.atomic\\.[a-z0-9_.]+|atomic\\.fence");

    private Words() {}

    static boolean isNumberType(String word) {
        return NUMBER_TYPES.contains(word);
    }

    /** Whether the word is a value type of any version of the language. */
    static boolean isValueType(String word) {
        return isNumberType(word) || word.equals("v128") || word.endsWith("ref") && !word.equals("ref");
    }

    /** The proposal that brings this value type or heap type. */
    static Optional<Proposal> proposalOfType(String word) {
        return Optional.ofNullable(TYPES.get(word));
    }

    /** The proposal that brings this module field or form of type. */
    static Optional<Proposal> proposalOfField(String word) {
        return Optional.ofNullable(FIELDS.get(word));
    }

    /** The proposal that brings this instruction. */
    public static Optional<Proposal> proposalOfInstruction(String word) {
        if (SIMD.matcher(word).matches()) {
            return Optional.of(Proposal.SIMD);
        }
        if (GC.matcher(word).matches()) {
            return Optional.of(Proposal.GC);
        }
        if (THREADS.matcher(word).matches()) {
            return Optional.of(Proposal.THREADS);
        }
        return Optional.ofNullable(INSTRUCTIONS.get(word));
    }
}

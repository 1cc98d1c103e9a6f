package dev.mortise.wasm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters and results of a function (specification section 2.3.8).
 *
 * @param parameters the parameter types, in order
 * @param results the result types, in order
 */
public record FunctionType(List<ValueType> parameters, List<ValueType> results) implements ExternType {

    /** Copies both lists. */
    public FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** A type with these parameters and no results; see {@link #returning}. */
    public static FunctionType of(ValueType... parameters) {
        return new FunctionType(List.of(parameters), List.of());
    }

    /** The same parameters with these results. */
    public FunctionType returning(ValueType... results) {
        return new FunctionType(parameters, List.of(results));
    }

    // Written out: for what the JDK makes of records it spins 14 classes when it is first asked, which a start waits for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FunctionType type && parameters.equals(type.parameters) && results.equals(type.results);
    }

    @Override
    public int hashCode() {
        return 31 * parameters.hashCode() + results.hashCode();
    }

    /** As in {@code (i32, i64) -> (f32)}. */
    @Override
    public String toString() {
        return list(parameters) + " -> " + list(results);
    }

    /** Without a stream: a trap may show a type where the stack has no room for much. */
    private static String list(List<ValueType> types) {
        var text = new StringBuilder("(");
        for (var i = 0; i < types.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(types.get(i));
        }
        return text.append(')').toString();
    }
}

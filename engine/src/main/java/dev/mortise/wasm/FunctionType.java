package dev.mortise.wasm;

import java.util.List;
import java.util.stream.Collectors;

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

    /** As in {@code (i32, i64) -> (f32)}. */
    @Override
    public String toString() {
        return list(parameters) + " -> " + list(results);
    }

    private static String list(List<ValueType> types) {
        return types.stream().map(ValueType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}

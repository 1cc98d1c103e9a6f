package dev.mortise.wasm;

/**
 * The type of a table (specification section 2.3.14).
 *
 * @param elementType what it holds
 * @param limits its size range in elements
 */
public record TableType(ReferenceType elementType, Limits limits) implements ExternType {

    @Override
    public String toString() {
        return "table " + limits + " " + elementType;
    }
}

package dev.mortise.wasm;

/**
 * The type of a global (specification section 2.3.12).
 *
 * @param valueType what it holds
 * @param mutable whether it can be set
 */
public record GlobalType(ValueType valueType, boolean mutable) implements ExternType {

    @Override
    public String toString() {
        return mutable ? "global mut " + valueType : "global " + valueType;
    }
}

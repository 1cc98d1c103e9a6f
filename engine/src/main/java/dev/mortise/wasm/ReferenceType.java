package dev.mortise.wasm;

/**
 * A reference type (specification section 2.3.4).
 *
 * @param nullable whether null is a value of the type; always true until typed references are supported
 * @param heapType what the reference points to
 */
public record ReferenceType(boolean nullable, HeapType heapType) implements ValueType {

    @Override
    public String toString() {
        return nullable ? heapType + "ref" : "(ref " + heapType + ")";
    }
}

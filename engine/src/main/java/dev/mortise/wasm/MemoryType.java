package dev.mortise.wasm;

/**
 * The type of a memory (specification section 2.3.13).
 *
 * @param limits its size range in pages of 64 KiB
 */
public record MemoryType(Limits limits) implements ExternType {

    @Override
    public String toString() {
        return "memory " + limits;
    }
}

package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.CompiledFunction.Cut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class of functions that was emitted.
 *
 * @param bytes the class file
 * @param functions the functions in it, in their order
 */
record FunctionsClass(byte[] bytes, List<Emitted> functions) {

    /**
     * How a function was emitted.
     *
     * @param cut null if it is one method
     * @param refusal null if it could be compiled
     */
    record Emitted(int function, @Nullable Cut cut, int bulkLoops, @Nullable String refusal) {
    }
}

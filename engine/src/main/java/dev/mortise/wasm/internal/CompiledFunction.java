package dev.mortise.wasm.internal;

import java.util.Optional;

/**
 * What became of a function when it was compiled: for tools that show it.
 *
 * @param index its index; imported functions count first
 * @param bytecode bytes of JVM bytecode of all its methods
 * @param methods how many methods it became
 * @param biggestMethod bytes of bytecode of the biggest of them
 * @param cut how it was cut; empty if it is one method
 * @param bulkLoops loops in it that do most of their rounds at once
 * @param refusal why it cannot be compiled, empty if it can: its one method only says so
 */
public record CompiledFunction(int index, long bytecode, int methods, int biggestMethod, Optional<Cut> cut,
        int bulkLoops, Optional<String> refusal) {

    /**
     * What moved to methods of their own.
     *
     * @param arms operations of an interpreter's dispatch, or runs of them, out of the method of the {@code br_table}
     * @param blocks whole blocks
     * @param runs instructions that follow each other, or runs of such runs
     * @param isFramed whether the methods share an object with all locals; else they pass what they use as parameters
     * @param isForInlining whether it would have fitted one method, but not with the loads, stores and calls that
     *            HotSpot inlines into it
     */
    public record Cut(int arms, int blocks, int runs, boolean isFramed, boolean isForInlining) {
    }
}

package dev.mortise.wasm.internal.compile;

/**
 * Why, where and how the loops of a method count their rounds.
 *
 * <p>
 * A loop that HotSpot's C2 takes as counted loses its safepoint poll where the collector brings no loop strip mining
 * (Serial and Parallel, the first of which the JVM picks by itself on one processor): a guest in a loop of 2^31 rounds
 * then holds up every safepoint of the JVM, and an interruption among them, until the loop is over. There, emitted loops
 * are strip-mined in bytecode: all loops of a method share a number of rounds that counts down at each back edge, and
 * the loop goes through an outer header only when that is used up. C2 takes the inner of the two as counted by that
 * number, unrolls it as before, and keeps the poll of the outer one. A loop around another one changes the number in no
 * regular way, so it is not counted and polls in each round.
 *
 * <p>
 * The number is never set within a round: as a constant there it would leave the loop with nothing but its own
 * condition to be counted by, and no poll at all. What can take long in one round polls by itself: an instruction on a
 * long range (see {@link dev.mortise.wasm.internal.runtime.BulkOperations}), which an interruption point follows, and
 * calls that are not inlined; those of imports check on return.
 *
 * <p>
 * Under the other collectors HotSpot strip-mines the loops that it takes as counted, and doing it twice makes a matrix
 * product 1.4 times slower. So there only those loops count their rounds that C2 would not take as counted by their own
 * condition, see {@link Induction}: the rounds give it something to count, so that it unrolls a sieve's inner loop (4.1
 * ms instead of 5.6). {@link dev.mortise.wasm.internal.runtime.LoopPolls} says which kind this JVM is.
 */
final class LoopRounds {

    /** As many as HotSpot's own strip mining makes between two polls. */
    static final int MOST = 1_000;

    private LoopRounds() {}
}

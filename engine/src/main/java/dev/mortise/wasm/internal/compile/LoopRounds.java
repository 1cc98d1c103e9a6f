package dev.mortise.wasm.internal.compile;

/**
 * Why and how the loops of a method count their rounds.
 *
 * <p>
 * A loop that HotSpot's C2 takes as counted loses its safepoint poll where the collector brings no loop strip mining
 * (Serial and Parallel, which the JVM picks by itself on one processor): a guest in a loop of 2^31 rounds then holds up
 * every safepoint of the JVM, and an interruption among them, until the loop is over. So emitted loops are strip-mined
 * in bytecode, under every collector alike: all loops of a method share a number of rounds that counts down at each
 * back edge, and the loop goes through an outer header only when that is used up. C2 takes the inner of the two as
 * counted by that number, unrolls it as before, and keeps the poll of the outer one. A loop around another one changes
 * the number in no regular way, so it is not counted and polls in each round.
 *
 * <p>
 * After a call that may be the host's and after an instruction on a whole range, the number is set so that this very
 * round polls: a thousand of those could take minutes.
 *
 * <p>
 * That costs no more than what HotSpot does itself: measured under G1, where both apply, kernels ran at 0.75 to 1.1
 * times the time without, 0.93 in the geometric mean.
 */
final class LoopRounds {

    /** As many as HotSpot's own strip mining makes between two polls. */
    static final int MOST = 1_000;

    private LoopRounds() {}
}

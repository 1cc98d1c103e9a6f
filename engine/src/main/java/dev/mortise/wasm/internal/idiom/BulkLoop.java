package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loop most of whose rounds one bulk operation can do before it begins: then the locals that it counts with are set as
 * those rounds would have left them, and the loop itself does the rest, the last round, a trap and the odd bytes among
 * it.
 *
 * @param work what its rounds do
 * @param bounds how long it goes on at least, all of them together
 * @param steps what each round adds to which local
 * @param guards what locals must hold before it
 * @param frame what its rounds read and write of Go's stack beside their work; null if nothing. Only with one do they
 *        set globals, each round to the same
 * @param isStraight whether a round has no branch but the one that leads to the next
 */
public record BulkLoop(Work work, List<Bound> bounds, Map<Integer, Long> steps, Map<Integer, Term> guards,
        @Nullable Frame frame, boolean isStraight) {

    private static final int CALL_BYTES = 12;
    private static final int FACTOR_BYTES = 12;
    private static final int STEP_BYTES = 16;

    /** A constant plus multiples of locals, modulo 2 to the power of the bits that are wanted. */
    public record Term(long constant, Map<Integer, Long> factors) {
    }

    /**
     * Where the first round accesses memory.
     *
     * @param address an i32, unsigned
     * @param offset is added to it without wrapping
     */
    public record Place(Term address, long offset) {
    }

    /** What the rounds do together. */
    public sealed interface Work {
    }

    /** Each round moves bytes from one place to another, and both go on by that many, down if negative. */
    public record Copy(Place to, Place from, int step) implements Work {
    }

    /** Each round writes the same value of some bytes once or more often. */
    public record Fill(Place to, Term value, int width, int step) implements Work {
    }

    /** Each round asks an import for the bytes at an address, and stores them. */
    public record Fetch(int function, Term address, Place to, int width) implements Work {
    }

    /** Each round loads bytes and gives them to an import, with an address. */
    public record Put(int function, Term address, Place from, int width) implements Work {
    }

    /**
     * Rounds go on while two numbers differ, or while one is less than the other, and the first comes nearer to the
     * second by a step each time.
     */
    public record Bound(Term from, Term to, int step, Kind kind, boolean isWide) {

        /** How the two are compared. */
        public enum Kind {
            DIFFERENT, LESS_SIGNED, LESS_UNSIGNED
        }
    }

    /** Estimated bytes of bytecode that it takes to do rounds at once. */
    public int bytes() {
        var bytes = 4 * CALL_BYTES + STEP_BYTES * steps.size();
        for (var bound : bounds) {
            bytes += bytes(bound.from()) + bytes(bound.to()) + CALL_BYTES;
        }
        for (var guard : guards.values()) {
            bytes += bytes(guard) + CALL_BYTES;
        }
        bytes += frame == null ? 0 : 4 * CALL_BYTES;
        return bytes + switch (work) {
            case Copy copy -> bytes(copy.to.address) + bytes(copy.from.address);
            case Fill fill -> bytes(fill.to.address) + bytes(fill.value);
            case Fetch fetch -> bytes(fetch.address) + bytes(fetch.to.address);
            case Put put -> bytes(put.address) + bytes(put.from.address);
        };
    }

    private static int bytes(Term term) {
        return FACTOR_BYTES * (term.factors.size() + 1);
    }

    /** The idiom that a validated loop is whose first instruction is at an offset; null for most. */
    public static @Nullable BulkLoop find(ModuleDefinition module, int start, int end) {
        var round = Round.of(module, start, end);
        return round == null ? null : of(round);
    }

    static @Nullable BulkLoop of(Round round) {
        var bounds = Bounds.of(round);
        if (bounds == null) {
            return null;
        }
        var work = Matchers.match(round);
        var guards = new HashMap<Integer, Term>();
        round.guards.forEach((local, sum) -> guards.put(local, Matchers.term(sum)));
        return work == null ? null
                : new BulkLoop(work, bounds, Map.copyOf(round.steps), guards, round.frame, round.isStraight);
    }
}

package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.idiom.BulkLoop.Bound;
import dev.mortise.wasm.internal.idiom.BulkLoop.Bound.Kind;
import dev.mortise.wasm.internal.idiom.Value.Compared;
import dev.mortise.wasm.internal.idiom.Value.Sum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a loop's conditions say of how many rounds it makes. */
final class Bounds {

    private static final int MOST_STEP = 1 << 16;
    private static final int MOST = 3;

    private Bounds() {}

    /** One for each condition; null if a condition is of another kind, or there is none, or there are too many. */
    static @Nullable List<Bound> of(Round round) {
        var bounds = new ArrayList<Bound>();
        for (var check : round.checks) {
            var bound = of(check, round);
            if (bound == null) {
                return null;
            }
            bounds.add(bound);
        }
        return bounds.isEmpty() || bounds.size() > MOST ? null : bounds;
    }

    private static @Nullable Bound of(Compared check, Round round) {
        if (!(check.left() instanceof Sum left) || !(check.right() instanceof Sum right)) {
            return null;
        }
        return switch (check.comparison()) {
            case I32_NE -> check.expected() ? different(left, right, false, round) : null;
            case I64_NE -> check.expected() ? different(left, right, true, round) : null;
            case I32_EQ -> check.expected() ? null : different(left, right, false, round);
            case I64_EQ -> check.expected() ? null : different(left, right, true, round);
            case I32_LT_S, I64_LT_S, I32_LE_S, I64_LE_S -> less(check, left, right, Kind.LESS_SIGNED, round);
            case I32_LT_U, I64_LT_U, I32_LE_U, I64_LE_U -> less(check, left, right, Kind.LESS_UNSIGNED, round);
            case I32_GT_S, I64_GT_S, I32_GE_S, I64_GE_S -> less(check, right, left, Kind.LESS_SIGNED, round);
            case I32_GT_U, I64_GT_U, I32_GE_U, I64_GE_U -> less(check, right, left, Kind.LESS_UNSIGNED, round);
            default -> null;
        };
    }

    private static @Nullable Bound different(Sum left, Sum right, boolean isWide, Round round) {
        var nearer = round.stride(left) - round.stride(right);
        nearer = isWide ? nearer : (int) nearer;
        return nearer > 0 ? bound(left, right, nearer, Kind.DIFFERENT, isWide)
                : nearer < 0 ? bound(right, left, -nearer, Kind.DIFFERENT, isWide)
                        : null;
    }

    /** That it is less or equal makes one round more, which no bound need count. */
    private static @Nullable Bound less(Compared check, Sum less, Sum more, Kind kind, Round round) {
        var low = check.expected() ? less : more;
        var high = check.expected() ? more : less;
        var isWide = isWide(check.comparison());
        var up = isWide ? round.stride(low) : (int) round.stride(low);
        var down = isWide ? -round.stride(high) : (int) -round.stride(high);
        // If both moved one of them could wrap before they meet.
        return up > 0 && down == 0 || up == 0 && down > 0 ? bound(low, high, up + down, kind, isWide) : null;
    }

    private static boolean isWide(Instruction comparison) {
        return comparison.operands().charAt(0) == 'J';
    }

    private static @Nullable Bound bound(Sum from, Sum to, long step, Kind kind, boolean isWide) {
        // The least number of 64 bits stays negative where it is turned round.
        return step < 1 || step > MOST_STEP ? null
                : new Bound(Matchers.term(from), Matchers.term(to), (int) step, kind, isWide);
    }
}

package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.binary.Instruction;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an operand of a loop's round is, as far as the matchers care. */
sealed interface Value {

    /**
     * A constant plus multiples of what locals hold when the round begins. Computed modulo 2 to the 64, and so right
     * modulo 2 to the 32 as well, whichever of the two the code computes with.
     */
    record Sum(long constant, Map<Integer, Long> factors) implements Value {

        static Sum constant(long constant) {
            return new Sum(constant, Map.of());
        }

        static Sum local(int local) {
            return new Sum(0, Map.of(local, 1L));
        }

        Sum plus(Sum other, long times) {
            var sum = new TreeMap<>(factors);
            other.factors.forEach((local, factor) -> sum.merge(local, factor * times, Long::sum));
            sum.values().removeIf(factor -> factor == 0);
            return new Sum(constant + other.constant * times, sum);
        }

        Sum plus(long more) {
            return new Sum(constant + more, factors);
        }

        Sum times(long times) {
            return constant(0).plus(this, times);
        }

        @Nullable
        Long asConstant() {
            return factors.isEmpty() ? constant : null;
        }
    }

    /** Something whose low 32 bits are a sum's: {@code i64.extend_i32_u} of one, and what was added to that. */
    record Widened(Sum sum) implements Value {
    }

    /** What the load with this number gave. */
    record Loaded(int number) implements Value {
    }

    /** What the only call gave. */
    record Fetched() implements Value {
    }

    /** An i32 that is 1 if a comparison of two values comes out as expected. */
    record Compared(Instruction comparison, Value left, Value right, boolean expected) implements Value {

        Compared not() {
            return new Compared(comparison, left, right, !expected);
        }
    }

    /** Anything else: no matcher looks at it. */
    record Other() implements Value {
    }
}

package dev.mortise.simulator;

import dev.mortise.simulator.RunResult.Measured;

/**
 * Two ways of running one policy have not counted the same.
 *
 * @param one the first of them
 * @param other the one that differs from it
 * @param what is counted, such as "hits"
 * @param countOfOne the first's count
 * @param countOfOther the other's
 */
public record Disagreement(Measured one, Measured other, String what, long countOfOne, long countOfOther) {

    @Override
    public String toString() {
        return "%s, %s: %s counts %d %s, and %s %d".formatted(one.way().policy(), Labels.ofBytes(one.cacheBytes()),
                Labels.of(one.way()), countOfOne, what, Labels.of(other.way()), countOfOther);
    }
}

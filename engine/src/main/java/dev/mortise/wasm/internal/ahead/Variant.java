package dev.mortise.wasm.internal.ahead;

import java.util.List;

/**
 * A compilation of a module: which one is needed is known only when it runs. They differ in classes of functions alone,
 * and one that comes out the same is kept once.
 *
 * @param countsRounds whether loops bring a safepoint poll of their own, for JVMs that leave it out
 * @param isMetered whether code pays for its instructions
 */
public record Variant(boolean countsRounds, boolean isMetered) {

    /** What most JVMs run. All its classes are there. */
    public static final Variant PLAIN = new Variant(false, false);

    /** Where its classes are looked for, one after the other. */
    public List<Variant> inOrder() {
        return this.equals(PLAIN) ? List.of(PLAIN)
                : countsRounds && isMetered ? List.of(this, new Variant(false, true), PLAIN) : List.of(this, PLAIN);
    }

    /** Without {@link #PLAIN}, in the order in which they are compiled. */
    public static List<Variant> others(boolean withFuel) {
        var rounds = new Variant(true, false);
        return withFuel ? List.of(rounds, new Variant(false, true), new Variant(true, true)) : List.of(rounds);
    }

    /** The folder of its classes, of those that are its own. */
    String folder() {
        return (isMetered ? "fuel" : "") + (countsRounds ? isMetered ? "-rounds" : "rounds" : "");
    }
}

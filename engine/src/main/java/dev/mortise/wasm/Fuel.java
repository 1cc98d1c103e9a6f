package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.FuelTank;

/**
 * An instruction budget: an instance that is {@linkplain Imports.Builder#fuel given} one uses it up as it runs, and a
 * call that has none left ends with a {@link Trap} of kind {@link Trap.Kind#OUT_OF_FUEL}. The same input uses the same
 * number of units on every machine and in every run, unless the guest runs out of stack or heap. Several instances may
 * share one, as those of a plug-in of several modules do.
 *
 * <p>
 * What costs how much:
 * <ul>
 * <li>a unit: entering a function, and each instruction that runs. Free are {@code nop}, {@code drop}, {@code block},
 * {@code loop}, {@code else}, {@code end}, {@code return} and {@code unreachable};
 * <li>beyond that, a unit for each 8 bytes begun that {@code memory.fill}, {@code memory.copy} or {@code memory.init}
 * is asked to write, 8,192 for each page by which {@code memory.grow} can make a memory longer, and one for each
 * element of {@code table.fill}, {@code table.copy} and {@code table.init}, or by which {@code table.grow} can make a
 * table longer;
 * <li>at instantiation, an active segment costs what its {@code memory.init} or {@code table.init} would, and the start
 * function what every function does. All else is free there;
 * <li>a call of a host function costs no more than the instruction, unless the function {@linkplain #consume asks} for
 * more.
 * </ul>
 *
 * <p>
 * Instructions that run one after the other, up to the next branch, arm or label, are paid before the first of them
 * runs. So a trap in their midst has cost all of them, and a call ends when the next ones cannot be paid in full: then
 * they cost nothing, and what is left stays. The instance can be called again, with more fuel.
 *
 * <p>
 * Fuel belongs to the thread that runs its instances, as an {@link Instance} does.
 */
public sealed interface Fuel permits FuelTank {

    /**
     * Fuel of which nothing is consumed.
     *
     * @param units how much there is, 0 or more
     * @throws IllegalArgumentException if the number is negative
     */
    static Fuel of(long units) {
        var fuel = new FuelTank();
        fuel.set(units);
        return fuel;
    }

    /** How many units are left, 0 or more. */
    long left();

    /** How many units were consumed since this was made, whatever was set meanwhile. */
    long consumed();

    /**
     * Says how many units are left from now on. A host function may do so during a call.
     *
     * @param units 0 or more
     * @throws IllegalArgumentException if the number is negative
     */
    void set(long units);

    /**
     * Takes units for work that a host function is about to do.
     *
     * @param units 0 or more
     * @throws IllegalArgumentException if the number is negative
     * @throws Trap of kind {@link Trap.Kind#OUT_OF_FUEL} if fewer are left; then none is taken
     */
    void consume(long units);
}

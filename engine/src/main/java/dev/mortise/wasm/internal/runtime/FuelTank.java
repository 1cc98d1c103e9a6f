package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.Memory;

/**
 * The fuel of instances, and what metered code calls to pay. What has to be paid is never taken in
 * part, so that what is left is never negative.
 */
public final class FuelTank implements Fuel {

    /** Stands for no fuel in instances whose code is not metered, and so never touches it. */
    static final FuelTank NONE = new FuelTank();

    private static final int BYTES_A_UNIT = 8;

    private long left;
    /** What is left and what was consumed; may wrap, the difference is right. */
    private long total;

    /** Pays for instructions that are about to run. */
    public static void charge(int units, ModuleInstance instance) {
        var tank = instance.fuel;
        var rest = tank.left - units;
        if (rest < 0) {
            throw Traps.outOfFuel(tank.left, units);
        }
        tank.left = rest;
    }

    /** Pays for writing this many bytes, an unsigned number. */
    public static void chargeBytes(int length, ModuleInstance instance) {
        instance.fuel.take(Integer.toUnsignedLong(length) + BYTES_A_UNIT - 1 >>> 3);
    }

    /** Pays for writing this many elements of a table, an unsigned number. */
    public static void chargeElements(int length, ModuleInstance instance) {
        instance.fuel.take(Integer.toUnsignedLong(length));
    }

    /** Pays for a memory to become longer by this many pages, if that is within its limits. */
    public static void chargePages(int pages, LinearMemory memory, ModuleInstance instance) {
        if (memory.canGrow(pages)) {
            instance.fuel.take((long) pages * (Memory.PAGE_SIZE / BYTES_A_UNIT));
        }
    }

    /** Pays for a table to become longer by this many elements, if that is within its limits. */
    public static void chargeGrowth(int count, ReferenceTable table, ModuleInstance instance) {
        if (table.canGrow(count)) {
            instance.fuel.take(count);
        }
    }

    private void take(long units) {
        if (units > left) {
            throw Traps.outOfFuel(left, units);
        }
        left -= units;
    }

    @Override
    public long left() {
        return left;
    }

    @Override
    public long consumed() {
        return total - left;
    }

    @Override
    public void set(long units) {
        check(units);
        total += units - left;
        left = units;
    }

    @Override
    public void consume(long units) {
        check(units);
        take(units);
    }

    private static void check(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("a number of units must be 0 or more, not " + units);
        }
    }

    @Override
    public String toString() {
        return consumed() + " units consumed, " + left + " left";
    }
}

package dev.mortise.wasm;

/**
 * A number of units that several things draw on: the pages of 64 KiB of all memories of an instance, or the elements of
 * all its tables. A host that keeps memory of its own for an instance may draw on the same budget:
 * {@link Imports.Builder#memoryBudget}.
 *
 * <p>
 * What the memories of an instance have taken comes back with {@link Instance#release()}, not when the instance is merely
 * dropped. A budget belongs to the thread that its instances belong to at the time, like them: it takes no locks, so
 * where one thread runs them and another releases them, a happens-before edge must lie between.
 */
public final class Budget {

    private final long limit;
    private long used;
    private long refused;

    private Budget(long limit) {
        this.limit = limit;
    }

    /**
     * A budget of which nothing is used.
     *
     * @param limit how many units there are, 0 or more
     * @throws IllegalArgumentException if the limit is negative
     */
    public static Budget of(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a budget must be 0 or more, not " + limit);
        }
        return new Budget(limit);
    }

    /** How many units there are in all. */
    public long limit() {
        return limit;
    }

    /** How many are taken. */
    public long used() {
        return used;
    }

    /** How many can still be taken. */
    public long left() {
        return limit - used;
    }

    /**
     * Takes units if so many are left, else none.
     *
     * @param units 0 or more
     * @return whether they were taken
     * @throws IllegalArgumentException if the number is negative
     */
    public boolean take(long units) {
        checkNumber(units);
        if (units > left()) {
            refused = units;
            return false;
        }
        used += units;
        return true;
    }

    /**
     * Gives back units that were taken.
     *
     * @throws IllegalArgumentException if the number is negative or over {@link #used}
     */
    public void giveBack(long units) {
        checkNumber(units);
        if (units > used) {
            throw new IllegalArgumentException(units + " units cannot be given back: " + used + " are taken");
        }
        used -= units;
    }

    /**
     * How many units were last wanted and not to be had, because of the limit or for another reason; 0 if none since
     * {@link #forgetRefusal}. A guest that traps may have done so for want of them.
     */
    public long refused() {
        return refused;
    }

    /** Forgets what was {@link #refused}. */
    public void forgetRefusal() {
        refused = 0;
    }

    /**
     * Notes that units cannot be had though they may be left: for memories, because the heap has no room.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public void refuse(long units) {
        checkNumber(units);
        refused = units;
    }

    private static void checkNumber(long units) {
        if (units < 0) {
            throw new IllegalArgumentException("a number of units must be 0 or more, not " + units);
        }
    }

    @Override
    public String toString() {
        return used + " of " + limit + " used";
    }
}

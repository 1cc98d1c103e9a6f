package dev.mortise.wasm.internal.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a module's code must check addresses against the memory's size, because the array may be longer: flipped once
 * and for good. Checking always would cost 1.6 x on a sieve.
 */
public final class MemoryMode {

    private final List<Class<?>> accesses = new ArrayList<>(1);
    private boolean spareCapacity;

    MemoryMode() {}

    /** The module's copy of a class that loads and stores. */
    public synchronized void addAccess(Class<?> memoryAccess) {
        accesses.add(memoryAccess);
        if (spareCapacity) {
            tell(memoryAccess);
        }
    }

    synchronized boolean hasSpareCapacity() {
        return spareCapacity;
    }

    synchronized void useSpareCapacity() {
        if (!spareCapacity) {
            spareCapacity = true;
            accesses.forEach(MemoryMode::tell);
        }
    }

    private static void tell(Class<?> access) {
        try {
            access.getMethod("useSpareCapacity").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }
}

package dev.mortise.wasm.internal.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Whether a module's code must check addresses against the memory's size, because the array may be longer: flipped once
 * and for good. Checking always would cost 1.6 x on a sieve.
 */
public final class MemoryMode {

    private @Nullable Class<?> access;
    private boolean spareCapacity;

    MemoryMode() {}

    /** The module's copy of the class that loads and stores. */
    public synchronized void addAccess(Class<?> memoryAccess) {
        access = memoryAccess;
        tell();
    }

    synchronized void useSpareCapacity() {
        spareCapacity = true;
        tell();
    }

    private void tell() {
        if (spareCapacity && access != null) {
            try {
                access.getMethod("useSpareCapacity").invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}

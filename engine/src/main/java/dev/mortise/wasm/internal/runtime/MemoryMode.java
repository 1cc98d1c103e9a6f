package dev.mortise.wasm.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * Whether a module's code must check addresses against the memory's size because the array may be longer: a constant of
 * the compiled code until it is flipped, once and for good. Checking always would cost 1.6 x on a sieve.
 */
public final class MemoryMode {

    private final MutableCallSite site = new MutableCallSite(MethodHandles.constant(boolean.class, false));

    MemoryMode() {
        assert site.type().equals(MethodType.methodType(boolean.class));
    }

    /** Answers whether arrays may be longer than memories. */
    MethodHandle hasSpareCapacity() {
        return site.dynamicInvoker();
    }

    void useSpareCapacity() {
        site.setTarget(MethodHandles.constant(boolean.class, true));
        MutableCallSite.syncAll(new MutableCallSite[]{site});
    }
}

package dev.mortise.wasm.internal.template;

import dev.mortise.wasm.internal.runtime.Linkage;
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import java.lang.invoke.MethodHandle;

/**
 * What guest code calls where it can be stopped: nothing, until somebody wants it to stop. Within the guest that lasts
 * for a short time only, as all of the module's code pays for it; on the way in, and back from an import, as long as an
 * instance has been asked to stop and has not.
 */
public final class InterruptionPoint {

    private static final MethodHandle POINT = Linkage.interruptionPoint(InterruptionPoint.class);
    private static final MethodHandle CROSSING = Linkage.crossingPoint(InterruptionPoint.class);

    private InterruptionPoint() {}

    /** Traps if the instance was interrupted, at loop headers and function entries. Usually no instruction at all. */
    public static void check(ModuleInstance instance) throws Throwable {
        POINT.invokeExact(instance);
    }

    /** The same where control comes from outside of the module. */
    public static void cross(ModuleInstance instance) throws Throwable {
        CROSSING.invokeExact(instance);
    }
}

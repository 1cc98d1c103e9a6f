package dev.mortise.wasm.internal.template;

import dev.mortise.wasm.internal.runtime.Linkage;
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import java.lang.invoke.MethodHandle;

/** What guest code calls at loop headers and function entries: nothing, until somebody wants it to stop. */
public final class InterruptionPoint {

    private static final MethodHandle POINT = Linkage.interruptionPoint(InterruptionPoint.class);

    private InterruptionPoint() {}

    /** Traps if the instance was interrupted. Compiles to no instruction while none was. */
    public static void check(ModuleInstance instance) throws Throwable {
        POINT.invokeExact(instance);
    }
}

package dev.mortise.bind.internal;

import dev.mortise.wasm.Function;
import java.lang.invoke.MethodHandle;

/** How one method calls one exported function. */
interface Convention {

    /**
     * The handle behind the method: {@code (Object receiver, Object state, the method's parameters)}.
     *
     * @throws Misfit if the function has another type than the method needs
     */
    MethodHandle handle(Signature signature, String export, Function function) throws Misfit;
}

package dev.mortise.wasm.internal.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one import go to: a constant while all instances of the module import the same thing, so that the
 * JIT inlines it (0.34 ns a call instead of 5); the instance's own import from the second target on.
 *
 * <p>
 * The first target stays for the life of the module, so it must keep no instance: it is the host's function, or the
 * function of another module in whatever instance of it the caller imports.
 */
final class ImportSite {

    private final MutableCallSite site;
    private final Function<Object, MethodHandle> constant;
    private final Supplier<MethodHandle> generic;
    private @Nullable Object target;
    private boolean isGeneric;

    /**
     * @param constant makes the handle for a target, see {@link LazyFunction#target}
     * @param generic makes the one for all targets
     */
    ImportSite(MethodType type, Function<Object, MethodHandle> constant, Supplier<MethodHandle> generic) {
        this.site = new MutableCallSite(type);
        this.constant = constant;
        this.generic = generic;
    }

    MethodHandle point() {
        return site.dynamicInvoker();
    }

    /** Whether an instance that imports this needs no {@link #link}. */
    synchronized boolean goesTo(LazyFunction function) {
        return isGeneric || function.target().equals(target);
    }

    /** An instance imports this; before any of its code runs, and on a thread of ours. */
    synchronized void link(LazyFunction function) {
        if (goesTo(function)) {
            return;
        }
        if (target == null) {
            relink(constant.apply(function.target()));
            target = function.target();
        } else {
            relink(generic.get());
            isGeneric = true;
            target = null;
        }
    }

    private void relink(MethodHandle handle) {
        site.setTarget(handle);
        MutableCallSite.syncAll(new MutableCallSite[]{site});
    }
}

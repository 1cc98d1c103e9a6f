package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.HostFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How guests enter a host function. The first calls, in which it loads and initialises what it needs, only go through
 * if there is stack left for that: an initialiser that a stack overflow ends leaves its class unusable for the life of
 * the JVM. After those the function is called directly, since looking takes three
 * microseconds, and a call one nanosecond. A leaf is called directly from the start.
 */
public final class HostEntry {

    private static final int PROBED_CALLS = 100;
    private static final MethodHandle PROBE;
    private static volatile @Nullable Function<HostFunction, HostEntry> opener;

    static {
        try {
            PROBE = MethodHandles.lookup().findVirtual(HostEntry.class, "probe", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final MethodHandle direct;
    /** What a guest calls. */
    private final MethodHandle entry;
    private final MutableCallSite site;
    private final boolean isLeaf;
    /** Threads may lose a count: then there are a few more calls. */
    private int calls;

    /**
     * @param handle of the natural types of a function, the calling instance last
     * @param isLeaf whether it does without stack of its own and throws nothing
     */
    public HostEntry(MethodHandle handle, boolean isLeaf) {
        this.isLeaf = isLeaf;
        direct = isLeaf ? handle : HostSignatures.guarded(handle);
        site = new MutableCallSite(isLeaf ? direct : MethodHandles.foldArguments(direct, PROBE.bindTo(this)));
        // A leaf's without the site: C2 counts each step towards what it inlines into a function.
        entry = isLeaf ? direct : site.dynamicInvoker();
    }

    /** How the engine sees into the public class; called once, by that class. */
    public static void openWith(Function<HostFunction, HostEntry> function) {
        opener = function;
    }

    /** What a guest calls. */
    static MethodHandle of(HostFunction function) {
        return entryOf(function).entry;
    }

    /** Whether it returns at once: then the guest's next loop or call is soon enough to look for an interruption. */
    static boolean isLeaf(HostFunction function) {
        return entryOf(function).isLeaf;
    }

    private static HostEntry entryOf(HostFunction function) {
        return Objects.requireNonNull(opener, "set when HostFunction was initialised").apply(function);
    }

    private void probe() {
        StackProbe.ensureHostHeadroom();
        if (++calls == PROBED_CALLS) {
            site.setTarget(direct);
        }
    }
}

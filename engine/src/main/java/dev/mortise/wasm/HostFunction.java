package dev.mortise.wasm;

import dev.mortise.wasm.internal.BlockFunction;
import dev.mortise.wasm.internal.FunctionalInterfaces;
import dev.mortise.wasm.internal.runtime.HostEntry;
import dev.mortise.wasm.internal.runtime.HostSignatures;
import dev.mortise.wasm.internal.runtime.UntypedFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host that guests can import. It is immutable and may be given to any number of instances; the code
 * behind it runs on the guest's thread. What it throws passes through the guest to the caller unchanged.
 *
 * <p>
 * It runs on what the guest has left of the thread's stack, and a guest may recurse until little is left. The first 100
 * calls of a host function only go through if some 40 KiB are left, else they are a {@link Trap} of kind
 * {@link Trap.Kind#STACK_EXHAUSTED}, so that the classes that it needs can be initialised. Later calls are not looked
 * at: a {@link StackOverflowError} can then hit the host function itself. One that is thrown on becomes the same trap;
 * but a static initialiser that it ends leaves its class unusable for the life of the JVM. So touch each class that a
 * host function needs only now and then before a guest can call it, or hand the work to another thread.
 *
 * <p>
 * While all instances of a module import the same {@code HostFunction}, the JIT compiler inlines it into the guest's
 * code, and the module keeps it: make it once, and find state that differs by instance through the {@link Instance}
 * parameter and an {@link Attachment}.
 */
public final class HostFunction {

    static {
        HostEntry.openWith(HostFunction::entry);
        BlockFunction.openWith((leaf, block) -> new HostFunction(leaf.type, leaf.handle, leaf.isLeaf, block),
                function -> function.block);
    }

    private final FunctionType type;
    private final MethodHandle handle;
    private final boolean isLeaf;
    private final @Nullable BlockFunction block;
    private volatile @Nullable HostEntry entry;

    /** @param handle of the natural types, the calling instance last */
    private HostFunction(FunctionType type, MethodHandle handle, boolean isLeaf) {
        this(type, handle, isLeaf, null);
    }

    private HostFunction(FunctionType type, MethodHandle handle, boolean isLeaf, @Nullable BlockFunction block) {
        this.type = type;
        this.handle = handle;
        this.isLeaf = isLeaf;
        this.block = block;
    }

    /** Made for the first module that imports it: some hosts have many functions that none does. */
    private HostEntry entry() {
        var known = entry;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            var made = entry;
            if (made == null) {
                made = new HostEntry(handle, isLeaf);
                entry = made;
            }
            return made;
        }
    }

    /** A function of any type with boxed arguments and results: for adapters, not for hot calls. */
    @FunctionalInterface
    public interface Untyped {
        /** Called with an argument for each parameter; returns an element for each result. */
        @Nullable
        Object[] call(Instance caller, @Nullable Object[] arguments) throws Throwable;
    }

    /**
     * From a handle with parameters and result of {@code int}, {@code long}, {@code float}, {@code double}, from which
     * the Wasm type follows. A last parameter of type {@link Instance} receives the calling instance. {@code Object}
     * stands for {@code externref}, {@link Function} for {@code funcref}.
     *
     * @throws IllegalArgumentException if another type occurs; the message names it
     */
    public static HostFunction of(MethodHandle handle) {
        return HostSignatures.fromHandle(handle, (type, natural) -> new HostFunction(type, natural, false));
    }

    /**
     * Like {@link #of(MethodHandle)} for a function that does next to nothing, such as moving eight bytes: it calls
     * nothing that is not initialised yet, never waits, and never throws. So it is called as it stands, without a look
     * at the stack that is left and without a guard; what it throws all the same may pass for a trap of the guest. Nor
     * need anybody look on its return whether the guest was asked to stop: the guest's next loop or call does.
     */
    public static HostFunction leaf(MethodHandle handle) {
        return HostSignatures.fromHandle(handle, (type, natural) -> new HostFunction(type, natural, true));
    }

    /**
     * From a lambda for a functional interface with such parameters, as in
     * {@code HostFunction.of(IntBinaryOperator.class, (x, y) -> x * y)}.
     *
     * @throws IllegalArgumentException if the interface is not a public functional interface in an exported package
     */
    public static <T> HostFunction of(Class<T> functionalInterface, T implementation) {
        return of(FunctionalInterfaces.bound(MethodHandles.publicLookup(), functionalInterface, implementation));
    }

    /** Like {@link #of(Class, Object)} for an interface that only the caller can see. */
    public static <T> HostFunction of(MethodHandles.Lookup caller, Class<T> functionalInterface, T implementation) {
        return of(FunctionalInterfaces.bound(caller, functionalInterface, implementation));
    }

    /**
     * From a lambda with boxed arguments, for any type, also with several results. If it returns null, or results whose
     * number or types do not fit, the call of the guest ends with an {@link IllegalStateException} that says so.
     */
    public static HostFunction of(FunctionType type, Untyped implementation) {
        return new HostFunction(type, UntypedFunction.handle(type, implementation), false);
    }

    /** The Wasm type. */
    public FunctionType type() {
        return type;
    }

    /**
     * The handle behind it: natural types, then the calling {@link Instance}; several results as {@code Object[]}.
     */
    public MethodHandle handle() {
        return handle;
    }
}

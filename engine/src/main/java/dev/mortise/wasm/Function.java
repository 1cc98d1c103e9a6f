package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.FunctionReference;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A function of an instance. Values are {@code int}, {@code long}, {@code float}, {@code double}; a function reference
 * is a {@code Function}, an external reference any object; a null reference is Java's null, the only null in this API.
 *
 * <p>
 * A function belongs to its instance: one thread at a time may call it. A call that runs is ended by
 * {@link Instance#interrupt()}; {@link Thread#interrupt()} does not disturb it.
 *
 * <p>
 * Two of them are equal if they are the same function of the same instance. They need not be the same object: compare
 * with {@code equals}.
 */
public sealed interface Function extends Extern permits FunctionReference {

    @Override
    FunctionType type();

    /**
     * Calls it with boxed arguments. Convenient, not fast: see {@link #as} and {@link #handle}.
     *
     * @return the results, an element each
     * @throws IllegalArgumentException if number or types of the arguments do not fit; the message names both
     * @throws Trap if the guest traps or is interrupted
     */
    @Nullable
    Object[] call(@Nullable Object... arguments);

    /**
     * A handle with the natural Java types of parameters and result: {@code (i32, i64) -> (f64)} is
     * {@code (int, long)double}; references are {@code Object}; several results come as {@code Object[]}. Called with a
     * function reference that is no {@code Function}, it throws {@link IllegalArgumentException}.
     *
     * @throws UnsupportedOperationException if the function has more parameters than a Java method can (250, with two
     *             for each of 64 bits): use {@link #call}
     */
    MethodHandle handle();

    /**
     * An implementation of a functional interface whose only abstract method has the natural Java types. References
     * may be declared as {@code Object}, function references also as {@code Function}, several results as
     * {@code Object[]}. A call costs about as much as one through an interface to plain Java.
     *
     * @throws IllegalArgumentException if the interface is not a public functional interface in an exported package,
     *             or its method has another signature; the message names both
     * @throws UnsupportedOperationException if the function has more parameters than a Java method can, as for
     *             {@link #handle()}
     */
    <T> T as(Class<T> functionalInterface);

    /** Like {@link #as(Class)} for an interface that only the caller can see. */
    <T> T as(MethodHandles.Lookup caller, Class<T> functionalInterface);
}

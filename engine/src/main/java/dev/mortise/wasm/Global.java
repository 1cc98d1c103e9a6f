package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.GlobalVariable;
import org.jspecify.annotations.Nullable;

/** A global variable. It belongs to the thread that runs its instance. */
public sealed interface Global extends Extern permits GlobalVariable {

    /**
     * A global that instances can import.
     *
     * @throws IllegalArgumentException if the value is not of the type
     */
    static Global create(GlobalType type, @Nullable Object value) {
        return GlobalVariable.create(type, value);
    }

    @Override
    GlobalType type();

    /** The value: an {@code Integer}, {@code Long}, {@code Float}, {@code Double} or a reference. */
    @Nullable
    Object get();

    /**
     * Sets the value.
     *
     * @throws IllegalStateException if the global is immutable
     * @throws IllegalArgumentException if the value is not of the type
     */
    void set(@Nullable Object value);
}

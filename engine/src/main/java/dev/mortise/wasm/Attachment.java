package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.ModuleInstance;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A typed place at instances for the state of a host: how a {@link HostFunction} shared by many instances finds what
 * belongs to the one that calls. Create one in a static field; {@link Imports.Builder#attach} fills it.
 */
public final class Attachment<T> {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Class<T> type;
    private final int slot;

    private Attachment(Class<T> type) {
        this.type = type;
        this.slot = COUNT.getAndIncrement();
    }

    /** A new place; places are never given back, so do not create them in a loop. */
    public static <T> Attachment<T> create(Class<T> type) {
        return new Attachment<>(type);
    }

    /**
     * What was attached. Costs an array load and a cast.
     *
     * @throws NoSuchElementException if nothing was
     */
    @SuppressWarnings("unchecked")
    public T get(Instance instance) {
        var value = ((ModuleInstance) instance).attachment(slot);
        if (value == null) {
            throw missing();
        }
        // The type is sure, as only attach(Attachment<T>, T) fills the slot. A cast by a Class that is no constant would
        // cost more than everything else here, and kernel functions come through at every 8 bytes they move.
        return (T) value;
    }

    private NoSuchElementException missing() {
        return new NoSuchElementException("no " + type.getName() + " is attached to this instance: give it to "
                + "Imports.Builder.attach before instantiation");
    }

    int slot() {
        return slot;
    }
}

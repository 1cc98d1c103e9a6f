package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.ModuleInstance;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A module at work: its own memories, tables, globals and segments (specification section 4.2.6).
 *
 * <p>
 * An instance belongs to one thread at a time: a second thread may use it after the first is done and a happens-before
 * edge lies between, never at once. Only {@link #interrupt()} may be called from anywhere. A trap ends the call, not
 * the instance.
 */
public sealed interface Instance permits ModuleInstance {

    /** The module that it is an instance of. */
    Module module();

    /** All exports by name, in the module's order. */
    Map<String, Extern> exports();

    /** The exported function of this name, if there is one. */
    default Optional<Function> findFunction(String name) {
        return exports().get(name) instanceof Function function ? Optional.of(function) : Optional.empty();
    }

    /**
     * The exported function of this name.
     *
     * @throws NoSuchElementException if there is none; the message names those that there are
     */
    default Function function(String name) {
        return export(name, Function.class, "function");
    }

    /**
     * The exported memory of this name.
     *
     * @throws NoSuchElementException if there is none; the message names those that there are
     */
    default Memory memory(String name) {
        return export(name, Memory.class, "memory");
    }

    /**
     * The exported table of this name.
     *
     * @throws NoSuchElementException if there is none; the message names those that there are
     */
    default Table table(String name) {
        return export(name, Table.class, "table");
    }

    /**
     * The exported global of this name.
     *
     * @throws NoSuchElementException if there is none; the message names those that there are
     */
    default Global global(String name) {
        return export(name, Global.class, "global");
    }

    /**
     * Ends the call that runs in this instance, or else the next one that starts, with a {@link Trap} of kind
     * {@link Trap.Kind#INTERRUPTED}, also in an endless loop; usually within a few milliseconds. May be called from
     * any thread and returns at once. A host function in progress is not disturbed, unless it waits in {@link #await}:
     * the guest stops when it is back.
     *
     * <p>
     * Nothing else stops a guest. {@link Thread#interrupt()} in particular does not: guest code never looks at that
     * flag, and host functions find it as it was set.
     */
    void interrupt();

    /**
     * Takes back an {@link #interrupt()} that no guest code has noticed yet, so that it does not hit the next call. May
     * be called from any thread.
     */
    void clearInterrupt();

    /**
     * For host functions that take long: ends the call here if {@link #interrupt()} was called and no guest code has
     * noticed. Costs a read of a volatile field.
     *
     * @throws Trap of kind {@link Trap.Kind#INTERRUPTED}
     */
    void checkInterrupt();

    /**
     * For host functions that wait: runs {@code wait} on this thread, and makes {@link #interrupt()} end it.
     *
     * @param wait returns when what it waits for has come, or soon after {@code wake} ran
     * @param wake makes {@code wait} return, also if that is only about to block; runs on whatever thread interrupts,
     *            perhaps when {@code wait} is over, so it must neither block nor throw
     * @throws Trap of kind {@link Trap.Kind#INTERRUPTED} if {@link #interrupt()} was called before or meanwhile
     */
    void await(Runnable wait, Runnable wake);

    /**
     * Gives the memories that this instance defines back to the reserve that it was made with, if there was one, and
     * their pages to its budget. Neither the instance nor anybody who shares those memories may use them afterwards: they
     * are of size 0 and do not grow. Does nothing the second time.
     *
     * <p>
     * To be called by the thread that the instance belongs to, when no call runs in it. That is not checked, since it
     * would cost each call something. A host function that releases its caller all the same makes that trap at its next
     * access to memory, and nobody else is harmed. Another thread that does so during a call breaks the sandbox: the
     * guest may go on in an array that the reserve has handed to another instance.
     */
    void release();

    /**
     * How many instructions this instance may still run: what it was given by {@link Imports.Builder#fuel}, perhaps with
     * others.
     *
     * @throws IllegalStateException if it was given none
     */
    Fuel fuel();

    private <T extends Extern> T export(String name, Class<T> kind, String what) {
        var extern = exports().get(name);
        if (kind.isInstance(extern)) {
            return kind.cast(extern);
        }
        var others = exports().entrySet().stream().filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey).toList();
        throw new NoSuchElementException("no exported %s \"%s\"; there are %s".formatted(what, name, others));
    }
}

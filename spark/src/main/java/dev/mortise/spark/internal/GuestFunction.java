package dev.mortise.spark.internal;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** A function of a guest as it is shipped: which one it is, not yet an instance. */
public sealed interface GuestFunction extends Serializable permits DirectFunction, PluginFunction {

    /** How many parameters it has for SQL. */
    int parameters();

    /** A new instance. */
    Guest instantiate();

    /**
     * The function at work in this thread.
     *
     * @throws dev.mortise.spark.UdfException if the guest cannot be instantiated
     */
    default Running open(@Nullable TaskContext context) {
        Guest guest;
        try {
            guest = instantiate();
        } catch (RuntimeException e) {
            throw Running.notOpened(this, context, e);
        }
        return new Running(this, guest, context);
    }

    /** Its name and its module's. */
    @Override
    String toString();
}

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

    /** The function at work in this thread. */
    default Running open(@Nullable TaskContext context) {
        return new Running(this, instantiate(), context);
    }

    /** Its name and its module's. */
    @Override
    String toString();
}

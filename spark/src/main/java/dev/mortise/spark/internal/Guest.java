package dev.mortise.spark.internal;

/** An instance of a module, for one thread of a task. */
interface Guest {

    /** What it does for a row. */
    RowFunction function();

    /** Ends a call that runs, with whatever exception. May be called from any thread. */
    void stop();

    /** Gives back what it holds. May be called from any thread. */
    void close();
}

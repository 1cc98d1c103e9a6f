package dev.mortise.spark;

/**
 * A call of a WebAssembly function failed in a query. The message names function, row and arguments; the cause is what
 * the call threw: a {@link dev.mortise.wasm.Trap} or a {@link dev.mortise.plugin.PluginException} mostly, or an
 * {@link IllegalArgumentException} for an argument that the function cannot take. If the first row already finds that
 * there can be no instance of the module, there are no arguments in the message.
 *
 * <p>
 * Spark wraps it in an exception of its own, and it crosses from executor to driver with it.
 */
public final class UdfException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int partition;
    private final long row;

    /**
     * @param message what, where, with which arguments
     * @param partition see {@link #partition()}
     * @param row see {@link #row()}
     * @param cause what the call threw
     */
    public UdfException(String message, int partition, long row, Throwable cause) {
        super(message, cause);
        this.partition = partition;
        this.row = row;
    }

    /** The partition that the task worked on; -1 if Spark called the function on the driver, as it does for constants. */
    public int partition() {
        return partition;
    }

    /**
     * Which of the task's calls of the function it was, counted from 1; rows with nulls count. It is the number of the row
     * among those that reach the function, which the query's filters and joins choose.
     */
    public long row() {
        return row;
    }
}

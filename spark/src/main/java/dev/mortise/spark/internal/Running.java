package dev.mortise.spark.internal;

import dev.mortise.spark.UdfException;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/** A function at work in one thread of a task. */
final class Running {

    private static final int ON_DRIVER = -1;

    /** Whose it is; nobody's once it is closed. Others may see it late, its own thread does not. */
    @Nullable
    Thread thread = Thread.currentThread();
    /** How many calls there were, with the current one. */
    long row;
    final RowFunction function;

    private final GuestFunction name;
    private final Guest guest;
    private final int partition;
    private final String task;

    Running(GuestFunction name, Guest guest, @Nullable TaskContext context) {
        this.name = name;
        this.guest = guest;
        this.function = guest.function();
        this.partition = partition(context);
        this.task = task(context);
    }

    private static int partition(@Nullable TaskContext context) {
        return context == null ? ON_DRIVER : context.partitionId();
    }

    private static String task(@Nullable TaskContext context) {
        return context == null ? "on the driver"
                : "of partition %d (stage %d, attempt %d)".formatted(context.partitionId(), context.stageId(),
                        context.attemptNumber());
    }

    /** What to throw where an instance could not be made, which a thread's first row asks for. */
    static UdfException notOpened(GuestFunction name, @Nullable TaskContext context, RuntimeException thrown) {
        return new UdfException("%s could not be instantiated for row 1 %s: %s".formatted(name, task(context),
                reason(thrown)), partition(context), 1, thrown);
    }

    /** What to throw for what a call has thrown. */
    UdfException failure(RuntimeException thrown, Object... arguments) {
        return new UdfException("%s%s failed in row %d %s: %s".formatted(name, ArgumentText.of(arguments), row, task,
                reason(thrown)), partition, row, thrown);
    }

    private static String reason(RuntimeException thrown) {
        var message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    /** Ends a call that runs. From any thread. */
    void stop() {
        guest.stop();
    }

    /**
     * From the thread that ends the task. Only a guest of another thread may be in a call still; the others are left in
     * peace, since to interrupt an instance makes its module slower for a while.
     */
    void close() {
        if (thread != Thread.currentThread()) {
            guest.stop();
        }
        thread = null;
        guest.close();
    }
}

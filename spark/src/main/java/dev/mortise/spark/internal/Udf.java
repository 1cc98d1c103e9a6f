package dev.mortise.spark.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.api.java.UDF0;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF10;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.api.java.UDF6;
import org.apache.spark.sql.api.java.UDF7;
import org.apache.spark.sql.api.java.UDF8;
import org.apache.spark.sql.api.java.UDF9;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.util.TaskInterruptListener;
import org.jspecify.annotations.Nullable;

/**
 * What Spark ships to its tasks and calls for each row. Spark deserializes it for each task anew; the task's first row
 * then makes an instance of the module, which the end of the task closes. Where further threads of a task evaluate
 * expressions, as those that feed a Python worker do, each has an instance of its own. So it may be called from any
 * thread.
 *
 * <p>
 * A null among the arguments makes the result null, and the guest is not called, as usual in SQL.
 */
public final class Udf
        implements
            UDF0<@Nullable Object>,
            UDF1<@Nullable Object, @Nullable Object>,
            UDF2<@Nullable Object, @Nullable Object, @Nullable Object>,
            UDF3<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>,
            UDF4<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>,
            UDF5<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object>,
            UDF6<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object, @Nullable Object>,
            UDF7<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object, @Nullable Object, @Nullable Object>,
            UDF8<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>,
            UDF9<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object>,
            UDF10<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object,
                    @Nullable Object> {

    private static final long serialVersionUID = 1L;

    private final GuestFunction function;
    /** Of the thread that called last; each thread takes it only if it is its own. */
    private transient @Nullable Running last;
    private transient @Nullable Map<Thread, Running> ofTask;

    public Udf(GuestFunction function) {
        this.function = function;
    }

    /** The function for Spark's own API. */
    public UserDefinedFunction wrap(DataType result) {
        return switch (function.parameters()) {
            case 0 -> functions.udf((UDF0<?>) this, result);
            case 1 -> functions.udf((UDF1<?, ?>) this, result);
            case 2 -> functions.udf((UDF2<?, ?, ?>) this, result);
            case 3 -> functions.udf((UDF3<?, ?, ?, ?>) this, result);
            case 4 -> functions.udf((UDF4<?, ?, ?, ?, ?>) this, result);
            case 5 -> functions.udf((UDF5<?, ?, ?, ?, ?, ?>) this, result);
            case 6 -> functions.udf((UDF6<?, ?, ?, ?, ?, ?, ?>) this, result);
            case 7 -> functions.udf((UDF7<?, ?, ?, ?, ?, ?, ?, ?>) this, result);
            case 8 -> functions.udf((UDF8<?, ?, ?, ?, ?, ?, ?, ?, ?>) this, result);
            case 9 -> functions.udf((UDF9<?, ?, ?, ?, ?, ?, ?, ?, ?, ?>) this, result);
            case 10 -> functions.udf((UDF10<?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?>) this, result);
            default -> throw new IllegalArgumentException("a function of Spark SQL made in Java has at most "
                    + RowFunction.MOST_PARAMETERS + " parameters, but " + function + " has " + function.parameters());
        };
    }

    private Running nextRow() {
        var running = last;
        if (running == null || running.thread != Thread.currentThread()) {
            running = ofThisThread();
            last = running;
        }
        running.row++;
        return running;
    }

    private Running ofThisThread() {
        var context = TaskContext.get();
        if (context == null) {
            // On the driver, for constants; there is no end at which to close it, so it is left to the collector.
            return function.open(null);
        }
        var thread = Thread.currentThread();
        var known = runningOfTask().get(thread);
        return known != null && known.thread == thread ? known : open(context);
    }

    private Running open(TaskContext context) {
        var running = function.open(context);
        var all = runningOfTask();
        all.put(Thread.currentThread(), running);
        context.addTaskCompletionListener(ended -> {
            all.values().remove(running);
            running.close();
        });
        context.addTaskInterruptListener((TaskInterruptListener) (interrupted, reason) -> running.stop());
        return running;
    }

    private synchronized Map<Thread, Running> runningOfTask() {
        var all = ofTask;
        if (all == null) {
            all = new ConcurrentHashMap<>();
            ofTask = all;
        }
        return all;
    }

    @Override
    public @Nullable Object call() {
        var running = nextRow();
        try {
            return running.function.call();
        } catch (RuntimeException e) {
            throw running.failure(e);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a) {
        var running = nextRow();
        if (a == null) {
            return null;
        }
        try {
            return running.function.call(a);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b) {
        var running = nextRow();
        if (a == null || b == null) {
            return null;
        }
        try {
            return running.function.call(a, b);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c) {
        var running = nextRow();
        if (a == null || b == null || c == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e, @Nullable Object f) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null || f == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e, f);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e, f);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e, @Nullable Object f, @Nullable Object g) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null || f == null || g == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e, f, g);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e, f, g);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e, @Nullable Object f, @Nullable Object g, @Nullable Object h) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null || f == null || g == null || h == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e, f, g, h);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e, f, g, h);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e, @Nullable Object f, @Nullable Object g, @Nullable Object h, @Nullable Object i) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null || f == null || g == null || h == null
                || i == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e, f, g, h, i);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e, f, g, h, i);
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object a, @Nullable Object b, @Nullable Object c, @Nullable Object d,
            @Nullable Object e, @Nullable Object f, @Nullable Object g, @Nullable Object h, @Nullable Object i,
            @Nullable Object j) {
        var running = nextRow();
        if (a == null || b == null || c == null || d == null || e == null || f == null || g == null || h == null
                || i == null || j == null) {
            return null;
        }
        try {
            return running.function.call(a, b, c, d, e, f, g, h, i, j);
        } catch (RuntimeException thrown) {
            throw running.failure(thrown, a, b, c, d, e, f, g, h, i, j);
        }
    }
}

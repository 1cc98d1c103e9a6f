package dev.mortise.spark.internal;

import dev.mortise.simulator.SkippedLines;
import dev.mortise.simulator.Trace;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A trace on its way between driver and executors. Safe for use by many threads. */
public final class ShippedTrace implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final int[] ids;
    private final long[] sizes;
    private final SkippedLines skipped;
    private transient @Nullable Trace trace;

    private ShippedTrace(String name, int[] ids, long[] sizes, SkippedLines skipped) {
        this.name = name;
        this.ids = ids;
        this.sizes = sizes;
        this.skipped = skipped;
    }

    /** This trace. */
    public static ShippedTrace of(Trace trace) {
        var ids = new int[trace.requests()];
        var sizes = new long[trace.objects()];
        for (var request = 0; request < ids.length; request++) {
            ids[request] = trace.id(request);
        }
        for (var id = 0; id < sizes.length; id++) {
            sizes[id] = trace.sizeOf(id);
        }
        return new ShippedTrace(trace.name(), ids, sizes, trace.skipped());
    }

    /** The trace, made once for all tasks of a process. Its ids are in the order of their first appearance already. */
    public synchronized Trace trace() {
        var made = trace;
        if (made == null) {
            var builder = Trace.builder(name);
            for (var id : ids) {
                builder.add(id, sizes[id]);
            }
            made = builder.build(skipped);
            trace = made;
        }
        return made;
    }
}

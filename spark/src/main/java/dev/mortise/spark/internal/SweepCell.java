package dev.mortise.spark.internal;

import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.RunResult.Outcomes;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.Way;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskInterruptListener;
import org.jspecify.annotations.Nullable;

/**
 * One run of a sweep: a task.
 *
 * @param way the way
 * @param cacheBytes the size of the cache
 * @param repetitions how often
 * @param longestRun how long it may take
 */
public record SweepCell(ShippedWay way, long cacheBytes, int repetitions, Duration longestRun)
        implements
            Serializable {

    /** What came of it, as it travels: the numbers of {@link Measured}, or why it failed. */
    public record Counts(long requests, long hits, @Nullable Told told, List<Long> nanos, @Nullable String failure)
            implements
                Serializable {

        /** With the way that the driver knows. */
        public RunResult result(Way way, long cacheBytes) {
            return failure != null ? new Failed(way, cacheBytes, failure)
                    : new Measured(way, cacheBytes, requests, hits, Optional.ofNullable(told).map(Told::outcomes),
                            nanos);
        }
    }

    /** {@link Outcomes}, as they travel. */
    public record Told(long bypasses, long hitBytes, long requestedBytes) implements Serializable {

        private Outcomes outcomes() {
            return new Outcomes(bypasses, hitBytes, requestedBytes);
        }
    }

    /** Runs it in this task. */
    public Counts run(Broadcast<ShippedTrace> trace) throws InterruptedException {
        var thread = Thread.currentThread();
        TaskContext.get().addTaskInterruptListener((TaskInterruptListener) (context, reason) -> thread.interrupt());
        var results = Sweep.over(trace.value().trace()).way(way.way()).cacheBytes(cacheBytes).threads(1)
                .repetitions(repetitions).longestRun(longestRun).build().run().results();
        return switch (results.getFirst()) {
            case Failed failed -> new Counts(0, 0, null, List.of(), failed.reason());
            case Measured measured -> new Counts(measured.requests(), measured.hits(), measured.outcomes()
                    .map(told -> new Told(told.bypasses(), told.hitBytes(), told.requestedBytes())).orElse(null),
                    measured.nanos(), null);
        };
    }
}

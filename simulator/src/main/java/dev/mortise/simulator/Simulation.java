package dev.mortise.simulator;

import dev.mortise.simulator.RunResult.Outcomes;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/** One policy, asked for every object of a trace in order. */
final class Simulation {

    /** Between two looks for an interruption; some milliseconds. */
    private static final int CHUNK = 1 << 16;

    /**
     * What came of it.
     *
     * @param stats what the policy counted
     * @param hits what its answers add up to
     * @param strange the last answer that is none, {@link CachePolicy#MISS} if all are
     * @param outcomes what else they add up to
     * @param nanos how long it took
     */
    record Counts(long stats, long hits, int strange, Outcomes outcomes, long nanos) {}

    private final Trace trace;
    private final IntConsumer onSent;
    private long hits;
    private long hitBytes;
    private long bypasses;
    private int strange = CachePolicy.MISS;

    /**
     * A simulation to be run once.
     *
     * @param onSent is told how many more requests were sent, now and then
     */
    Simulation(Trace trace, IntConsumer onSent) {
        this.trace = trace;
        this.onSent = onSent;
    }

    /** Runs it. */
    Counts run(CachePolicy policy, long cacheBytes) {
        var requestedBytes = trace.requestedBytes();
        var before = System.nanoTime();
        policy.init(cacheBytes);
        for (var from = 0; from < trace.requests();) {
            var to = (int) Math.min(from + (long) CHUNK, trace.requests());
            send(policy, from, to);
            onSent.accept(to - from);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the sweep was interrupted");
            }
            from = to;
        }
        var stats = policy.stats();
        var nanos = System.nanoTime() - before;
        return new Counts(stats, hits, strange, new Outcomes(bypasses, hitBytes, requestedBytes), nanos);
    }

    /** The hot loop. What it does beside the call is the same for all policies. */
    private void send(CachePolicy policy, int from, int to) {
        var hitsHere = 0L;
        var bytesHere = 0L;
        var bypassesHere = 0L;
        for (var request = from; request < to; request++) {
            var id = trace.id(request);
            var size = trace.sizeOf(id);
            var outcome = policy.send(id, size);
            if (outcome == CachePolicy.HIT) {
                hitsHere++;
                bytesHere += size;
            } else if (outcome != CachePolicy.MISS) {
                // The rarest last: a miss costs two comparisons.
                if (outcome == CachePolicy.BYPASS) {
                    bypassesHere++;
                } else {
                    strange = outcome;
                }
            }
        }
        hits += hitsHere;
        hitBytes += bytesHere;
        bypasses += bypassesHere;
    }

    /** Why these counts cannot be right, if they cannot. */
    static Optional<String> fault(Counts counts, long requests, boolean tellsOutcomes) {
        var events = CachePolicy.requests(counts.stats());
        var stated = CachePolicy.hits(counts.stats());
        if (events != requests) {
            return Optional.of("stats() tells of %d requests, but %d were sent".formatted(events, requests));
        }
        if (stated > requests) {
            return Optional.of("stats() tells of %d hits, but %d requests were sent".formatted(stated, requests));
        }
        if (tellsOutcomes && counts.strange() != CachePolicy.MISS) {
            return Optional.of("send() answered with %d, which is none of 0, 1 and 2".formatted(counts.strange()));
        }
        if (tellsOutcomes && stated != counts.hits()) {
            return Optional
                    .of("stats() tells of %d hits, but send() answered with %d".formatted(stated, counts.hits()));
        }
        return Optional.empty();
    }
}

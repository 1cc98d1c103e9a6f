package dev.mortise.simulator;

import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs policies over a trace: every way of running them at every cache size, on several threads, one run at a time on
 * each. Immutable; may be run more than once.
 */
public final class Sweep {

    /** For each way: HotSpot compiles a policy well after some hundred thousand requests, and in the background. */
    private static final Duration WARM_UP = Duration.ofMillis(500);

    private final Trace trace;
    private final List<Way> ways;
    private final List<Long> cacheBytes;
    private final int threads;
    private final int repetitions;
    private final boolean warmUp;
    private final Duration longestRun;
    private final SweepListener listener;

    private Sweep(Builder builder) {
        trace = builder.trace;
        ways = List.copyOf(builder.ways);
        cacheBytes = List.copyOf(builder.cacheBytes);
        threads = builder.threads;
        repetitions = builder.repetitions;
        warmUp = builder.warmUp;
        longestRun = builder.longestRun;
        listener = builder.listener;
    }

    /** A sweep over this trace, with all processors, each run once and for ten minutes at most. */
    public static Builder over(Trace trace) {
        return new Builder(trace);
    }

    /**
     * Runs all of it. What a policy does wrong is in the result; it disturbs no other run.
     *
     * @throws InterruptedException if the calling thread is interrupted; all runs have been told to end then
     */
    public SweepResult run() throws InterruptedException {
        return new Work().run();
    }

    /** One run of the whole. */
    private final class Work {

        private final int cells = ways.size() * cacheBytes.size();
        private final AtomicReferenceArray<@Nullable RunResult> results = new AtomicReferenceArray<>(cells);
        /** Below 0 stand the warm-ups, one for each way. */
        private final AtomicInteger next = new AtomicInteger(warmUp ? -ways.size() : 0);
        /** Ways that were stopped once: they would take as long at every other size. */
        private final Set<Way> tooSlow = ConcurrentHashMap.newKeySet();
        private final AtomicLong sent = new AtomicLong();
        private final List<Worker> workers = new ArrayList<>();
        private final CountDownLatch done = new CountDownLatch(Math.min(threads, cells));

        SweepResult run() throws InterruptedException {
            for (var i = 0L; i < done.getCount(); i++) {
                workers.add(new Worker(i));
            }
            workers.forEach(Thread::start);
            try {
                while (!done.await(Worker.LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    workers.forEach(Worker::stopIfLate);
                }
            } finally {
                workers.forEach(Worker::end);
            }
            var all = new ArrayList<RunResult>();
            for (var i = 0; i < cells; i++) {
                all.add(Objects.requireNonNull(results.get(i), "a run without a result"));
            }
            return new SweepResult(trace, all);
        }

        private void sent(int more) {
            var runs = (long) cells * repetitions + (warmUp ? ways.size() : 0);
            listener.progress(sent.addAndGet(more), runs * trace.requests());
        }

        /** A thread that takes one run after the other. A daemon: a hostile policy must not keep a process alive. */
        private final class Worker extends Thread {

            static final long LOOK_MILLIS = 50;

            private final Deadline deadline = new Deadline(longestRun);

            Worker(long number) {
                super("sweep-" + number);
                setDaemon(true);
            }

            @Override
            public void run() {
                try {
                    for (var cell = next.getAndIncrement(); cell < cells; cell = next.getAndIncrement()) {
                        if (cell < 0) {
                            warmUp(ways.get(cell + ways.size()));
                            continue;
                        }
                        var way = ways.get(cell / cacheBytes.size());
                        long bytes = cacheBytes.get(cell % cacheBytes.size());
                        results.set(cell, result(way, bytes, repetitions, Work.this::sent));
                    }
                } finally {
                    done.countDown();
                }
            }

            /** What goes wrong now goes wrong again when it counts. */
            private void warmUp(Way way) {
                var end = System.nanoTime() + WARM_UP.toNanos();
                while (result(way, cacheBytes.getFirst(), 1, sent -> {
                }) instanceof Measured && System.nanoTime() < end) {
                    // Once more.
                }
                sent(trace.requests());
            }

            private RunResult result(Way way, long bytes, int times, IntConsumer onSent) {
                if (tooSlow.contains(way)) {
                    return new Failed(way, bytes, stopped());
                }
                try {
                    return repeat(way, bytes, times, onSent);
                } catch (PolicyFault fault) {
                    return new Failed(way, bytes, String.valueOf(fault.getMessage()));
                } catch (CancellationException e) {
                    return new Failed(way, bytes, "interrupted");
                } catch (RuntimeException | Error e) {
                    if (deadline.isOver()) {
                        tooSlow.add(way);
                        return new Failed(way, bytes, stopped());
                    }
                    return new Failed(way, bytes, reason(e));
                }
            }

            private String stopped() {
                return "stopped after %s s, which is as long as a run may take".formatted(longestRun.toSeconds());
            }

            private Measured repeat(Way way, long bytes, int times, IntConsumer onSent) {
                var nanos = new ArrayList<Long>();
                @Nullable
                Measured first = null;
                for (var i = 0; i < times; i++) {
                    var once = once(way, bytes, onSent);
                    nanos.addAll(once.nanos());
                    if (first == null) {
                        first = once;
                    } else if (once.hits() != first.hits()) {
                        throw new PolicyFault("it counts %d hits the first time and %d hits another time".formatted(
                                first.hits(), once.hits()));
                    }
                }
                var run = Objects.requireNonNull(first);
                return new Measured(way, bytes, run.requests(), run.hits(), run.outcomes(), nanos);
            }

            private Measured once(Way way, long bytes, IntConsumer onSent) {
                deadline.reset();
                try (var policy = OpenPolicy.open(way, deadline)) {
                    var counts = new Simulation(trace, onSent).run(policy.policy(), bytes);
                    Simulation.fault(counts, trace.requests(), policy.tellsOutcomes()).ifPresent(fault -> {
                        throw new PolicyFault(fault);
                    });
                    return new Measured(way, bytes, trace.requests(), CachePolicy.hits(counts.stats()),
                            policy.tellsOutcomes() ? Optional.of(counts.outcomes()) : Optional.empty(),
                            List.of(counts.nanos()));
                }
            }

            void stopIfLate() {
                deadline.stopIfOver();
            }

            /** Ends whatever still runs. */
            void end() {
                next.set(cells);
                interrupt();
                deadline.stop();
            }
        }
    }

    private static String reason(Throwable e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** A policy has done what no policy does. */
    private static final class PolicyFault extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PolicyFault(String message) {
            super(message);
        }
    }

    /** Collects what a sweep is made of. */
    public static final class Builder {

        private final Trace trace;
        private final List<Way> ways = new ArrayList<>();
        private final List<Long> cacheBytes = new ArrayList<>();
        private int threads = Runtime.getRuntime().availableProcessors();
        private int repetitions = 1;
        private boolean warmUp;
        private Duration longestRun = Duration.ofMinutes(10);
        private SweepListener listener = (sent, all) -> {
        };

        private Builder(Trace trace) {
            this.trace = trace;
        }

        /** Adds a way of running a policy. */
        public Builder way(Way way) {
            ways.add(way);
            return this;
        }

        /**
         * Adds a cache size.
         *
         * @param bytes 0 to 2^62
         * @throws IllegalArgumentException if it is another number
         */
        public Builder cacheBytes(long bytes) {
            if (bytes < 0 || bytes > 1L << 62) {
                throw new IllegalArgumentException("a cache must have 0 to 2^62 bytes, not " + bytes);
            }
            cacheBytes.add(bytes);
            return this;
        }

        /**
         * How many runs go on at once; as many as there are processors unless set.
         *
         * @throws IllegalArgumentException if the number is under 1
         */
        public Builder threads(int number) {
            threads = atLeastOne("threads", number);
            return this;
        }

        /**
         * How often each run is done, with a policy made anew each time; 1 unless set. They have to agree.
         *
         * @throws IllegalArgumentException if the number is under 1
         */
        public Builder repetitions(int number) {
            repetitions = atLeastOne("repetitions", number);
            return this;
        }

        /**
         * Whether each way is run for half a second, but once at least, before anything is timed, so that the JVM has
         * compiled it; not so unless set.
         */
        public Builder warmUp(boolean wanted) {
            warmUp = wanted;
            return this;
        }

        /**
         * How long a run of a plug-in may take, each time that it is done, before it is stopped; 10 minutes unless set.
         * What was stopped once is not tried at other sizes.
         */
        public Builder longestRun(Duration time) {
            longestRun = time;
            return this;
        }

        /** Who is told of progress; nobody unless set. */
        public Builder listener(SweepListener told) {
            listener = told;
            return this;
        }

        /**
         * The sweep.
         *
         * @throws IllegalStateException if there is no way or no size
         */
        public Sweep build() {
            if (ways.isEmpty() || cacheBytes.isEmpty()) {
                throw new IllegalStateException("a sweep needs a policy and a cache size at least");
            }
            return new Sweep(this);
        }

        private static int atLeastOne(String what, int number) {
            if (number < 1) {
                throw new IllegalArgumentException("%s must be 1 or more, not %d".formatted(what, number));
            }
            return number;
        }
    }
}

package dev.mortise.benchmarks;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.Sweep;
import dev.mortise.simulator.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much sooner a sweep of five policies over twelve sizes of the cache ends on two threads than on one: as plug-ins by
 * the simulator, and beside it in Java by the plainest loop that takes one run after the other: more than that the machine
 * does not give. Both in one process, by turns. Prints a line for each. A process of its own, so that JMH's threads are
 * not in the way.
 */
final class SweepScaling {

    /** 4 MiB to 8 GiB. */
    private static final List<Long> SIZES = Collections.unmodifiableList(sizes());
    private static final List<BuiltInPolicy> POLICIES = List.of(BuiltInPolicy.values());

    private SweepScaling() {}

    /** Does the whole sweep. */
    private interface Work {
        void run(int threads) throws InterruptedException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var trace = PolicyRun.read(Path.of(arguments[0]));
        int turns = Integer.parseInt(arguments[1]);
        var entrants = new ArrayList<>(List.of(new Entrant(Contender.MORTISE, threads -> sweep(trace, threads)),
                new Entrant(Contender.JAVA, threads -> plainLoop(trace, threads))));
        for (var entrant : entrants) {
            entrant.work.run(1);
            entrant.work.run(2);
        }
        for (int i = 0; i < turns; i++) {
            Collections.rotate(entrants, 1);
            for (var entrant : entrants) {
                entrant.takeTurn();
            }
        }
        entrants.forEach(entrant -> System.out.println(entrant.contender + " " + entrant.scaling()));
    }

    private static List<Long> sizes() {
        var sizes = new ArrayList<Long>();
        for (long mebibytes = 4; mebibytes <= 8192; mebibytes *= 2) {
            sizes.add(mebibytes << 20);
        }
        return sizes;
    }

    private static void sweep(Trace trace, int threads) throws InterruptedException {
        var sweep = Sweep.over(trace).threads(threads);
        POLICIES.forEach(policy -> sweep.way(PolicyRun.way(policy, PolicyAbi.DIRECT)));
        SIZES.forEach(sweep::cacheBytes);
        var failed = sweep.build().run().failed();
        if (!failed.isEmpty()) {
            throw new IllegalStateException(failed.toString());
        }
    }

    private static void plainLoop(Trace trace, int threads) throws InterruptedException {
        var next = new AtomicInteger();
        var loops = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            loops.add(Thread.ofPlatform().start(() -> {
                for (int run = next.getAndIncrement(); run < POLICIES.size() * SIZES.size(); run =
                        next.getAndIncrement()) {
                    play(trace, POLICIES.get(run / SIZES.size()), SIZES.get(run % SIZES.size()));
                }
            }));
        }
        for (var loop : loops) {
            loop.join();
        }
    }

    private static void play(Trace trace, BuiltInPolicy kind, long cacheBytes) {
        var policy = kind.inJava();
        policy.init(cacheBytes);
        for (int request = 0; request < trace.requests(); request++) {
            policy.send(trace.id(request), trace.sizeOf(trace.id(request)));
        }
        if (policy.stats() == 0) {
            throw new AssertionError("nothing was sent");
        }
    }

    /** What is measured of one contender. */
    private static final class Entrant {

        private final Contender contender;
        private final Work work;
        private final List<Double> one = new ArrayList<>();
        private final List<Double> two = new ArrayList<>();

        private Entrant(Contender contender, Work work) {
            this.contender = contender;
            this.work = work;
        }

        private void takeTurn() throws InterruptedException {
            one.add(sweepsASecond(1));
            two.add(sweepsASecond(2));
        }

        private double sweepsASecond(int threads) throws InterruptedException {
            long start = System.nanoTime();
            work.run(threads);
            return 1e9 / (System.nanoTime() - start);
        }

        private Scaling scaling() {
            var alone = new Series(one);
            var both = new Series(two);
            return new Scaling(alone.median(), both.median(), both.dividedBy(alone).median());
        }
    }
}

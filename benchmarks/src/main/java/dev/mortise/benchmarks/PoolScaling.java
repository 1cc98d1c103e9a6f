package dev.mortise.benchmarks;

import dev.mortise.plugin.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a pool of two plug-ins does for one thread and for two, and beside it a loop in Java that does the same work
 * without sharing anything: more than that the machine does not give. Both run in one process, in short slices by turns.
 * Prints a line for each. A process of its own, so that JMH's threads are not in the way.
 */
final class PoolScaling {

    private static final PluginTask TASK = PluginTask.COUNT_VOWELS;

    private PoolScaling() {}

    /** Does one piece of work after another for one thread. */
    private interface Worker {
        int work();
    }

    /** Gives each thread a worker of its own. */
    private interface Workers {
        Worker next();
    }

    public static void main(String[] arguments) throws InterruptedException {
        var warmUp = Duration.ofMillis(Long.parseLong(arguments[0]));
        var slice = Duration.ofMillis(Long.parseLong(arguments[1]));
        var slices = Integer.parseInt(arguments[2]);
        try (var pool = MortiseGuests.compile(TASK, 0).pool(2)) {
            var entrants = new ArrayList<>(List.of(new Entrant(Contender.MORTISE, ofPool(pool)),
                    new Entrant(Contender.JAVA, JavaVowels::new)));
            for (var entrant : entrants) {
                entrant.warmUp(warmUp);
            }
            for (var i = 0; i < slices; i++) {
                Collections.rotate(entrants, 1);
                for (var entrant : entrants) {
                    entrant.takeTurn(slice);
                }
            }
            entrants.forEach(entrant -> System.out.println(entrant.contender + " " + entrant.scaling()));
        }
    }

    private static Workers ofPool(Pool pool) {
        var input = TASK.input();
        return () -> () -> pool.call(TASK.function(), input).length;
    }

    /** What is measured of one contender. */
    private static final class Entrant {

        private final Contender contender;
        private final Workers workers;
        private final List<Double> one = new ArrayList<>();
        private final List<Double> two = new ArrayList<>();

        private Entrant(Contender contender, Workers workers) {
            this.contender = contender;
            this.workers = workers;
        }

        private void warmUp(Duration time) throws InterruptedException {
            throughput(workers, 1, time);
            throughput(workers, 2, time);
        }

        private void takeTurn(Duration slice) throws InterruptedException {
            one.add(throughput(workers, 1, slice));
            two.add(throughput(workers, 2, slice));
        }

        private Scaling scaling() {
            var alone = new Series(one);
            var both = new Series(two);
            return new Scaling(alone.median(), both.median(), both.dividedBy(alone).median());
        }
    }

    /** Pieces of work a second that so many threads do together. */
    private static double throughput(Workers workers, int threads, Duration time) throws InterruptedException {
        var loops = new ArrayList<Loop>();
        for (var i = 0; i < threads; i++) {
            loops.add(new Loop(workers.next()));
        }
        var start = System.nanoTime();
        loops.forEach(Thread::start);
        Thread.sleep(time);
        loops.forEach(loop -> loop.stopped = true);
        var done = 0L;
        for (var loop : loops) {
            loop.join();
            done += loop.done;
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }

    /** A thread that works until it is told to stop. */
    private static final class Loop extends Thread {

        private final Worker worker;
        private volatile boolean stopped;
        /** Written at the end: two threads that count in neighbouring places would disturb each other. */
        private long done;
        private int sum;

        private Loop(Worker worker) {
            this.worker = worker;
        }

        @Override
        public void run() {
            var count = 0L;
            var lengths = 0;
            while (!stopped) {
                lengths += worker.work();
                count++;
            }
            done = count;
            sum = lengths;
            if (sum == 0) {
                throw new AssertionError("no work gives nothing");
            }
        }
    }

    /** What the plug-in does, in Java. */
    private static final class JavaVowels implements Worker {

        private static final String VOWELS = "aeiouAEIOU";

        private final byte[] input = TASK.input();
        private long total;

        @Override
        public int work() {
            var text = new String(input, StandardCharsets.UTF_8);
            var count = 0;
            for (var i = 0; i < text.length(); i++) {
                if (VOWELS.indexOf(text.charAt(i)) >= 0) {
                    count++;
                }
            }
            total += count;
            return ("{\"count\":" + count + ",\"total\":" + total + ",\"vowels\":\"" + VOWELS + "\"}")
                    .getBytes(StandardCharsets.UTF_8).length;
        }
    }
}

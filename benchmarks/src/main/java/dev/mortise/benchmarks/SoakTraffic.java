package dev.mortise.benchmarks;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.plugin.Pool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Callers of a pool who look at every answer: whether it is to their own question, each of which is asked once only, and
 * from an instance that has served each call before and none besides. Some calls are made to go wrong, and must go wrong
 * in just that way.
 */
final class SoakTraffic implements AutoCloseable {

    /** No call goes wrong. */
    static final int NEVER = 0;

    /** Of a question: a call takes some microseconds, as calls of plug-ins do. */
    static final int DEFAULT_BYTES = 4_096;

    /** Long beside a call; what calls spend until then is no part of the throughput. */
    private static final Duration LIMIT = Duration.ofMillis(50);
    /** The guest's 17, a few to hoard, and some for input and output. */
    private static final int MAX_PAGES = 24;
    private static final byte[] TOO_LONG = new byte[MAX_PAGES * 65_536];
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int payload;
    private final int faultEvery;
    private final Pool pool;
    private final List<Caller> callers = new ArrayList<>();
    /** How many calls each plug-in has had; whoever uses the plug-in has its entry to itself. */
    private final Map<Plugin, long[]> served = new ConcurrentHashMap<>();

    /** A way to go wrong: what is called, and how that must end. */
    private enum Fault {
        TRAP("trap", Kind.TRAP),
        TIMEOUT("endless", Kind.TIMEOUT),
        GUEST_MEMORY("hoard", Kind.OUT_OF_MEMORY),
        INPUT_MEMORY("echo", Kind.OUT_OF_MEMORY);

        private final String function;
        private final Kind kind;

        Fault(String function, Kind kind) {
            this.function = function;
            this.kind = kind;
        }
    }

    /**
     * What became of the calls.
     *
     * @param answered correctly
     * @param failed as they should
     * @param late good calls that did take longer than their limit: the machine was busy elsewhere
     * @param wrong all others
     */
    record Tally(long answered, long failed, long late, long wrong) {

        Tally plus(Tally other) {
            return new Tally(answered + other.answered, failed + other.failed, late + other.late,
                    wrong + other.wrong);
        }

        @Override
        public String toString() {
            return "%,d answered, %,d failed as they should, %d late, %d wrong".formatted(answered, failed, late,
                    wrong);
        }
    }

    /**
     * @param callers how many there are, and plug-ins in the pool
     * @param payload bytes of a question, a multiple of 8
     * @param faultEvery how many calls come to one that goes wrong, or {@link #NEVER}
     */
    SoakTraffic(int callers, int payload, int faultEvery) {
        this.payload = payload;
        this.faultEvery = faultEvery;
        pool = Plugin.builder().timeout(LIMIT).maxPages(MAX_PAGES).compile(Guests.read("wat/soak.wasm")).pool(callers);
        for (var i = 0; i < callers; i++) {
            this.callers.add(new Caller(i));
        }
    }

    int callers() {
        return callers.size();
    }

    Tally tally() {
        return callers.stream().map(Caller::tally).reduce(new Tally(0, 0, 0, 0), Tally::plus);
    }

    /** All callers call for so long. Answers how many good answers a second they got together. */
    double run(Duration time) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        var answeredBefore = tally().answered;
        var timeoutsBefore = timeouts();
        var start = System.nanoTime();
        for (var caller : callers) {
            threads.add(Thread.ofPlatform().name("caller " + caller.number)
                    .start(() -> caller.run(start + time.toNanos())));
        }
        for (var thread : threads) {
            thread.join();
        }
        var passed = (System.nanoTime() - start) * (double) callers.size();
        var busy = (passed - (timeouts() - timeoutsBefore) * (double) LIMIT.toNanos()) / callers.size();
        return (tally().answered - answeredBefore) / (busy / 1e9);
    }

    private long timeouts() {
        return callers.stream().mapToLong(caller -> caller.timeouts).sum();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** One thread at a time runs it. */
    private final class Caller {

        private static final int MESSAGES = 20;

        private final int number;
        private final byte[] question = new byte[payload];
        private long asked;
        private long timeouts;
        private Tally tally = new Tally(0, 0, 0, 0);
        private long answered;

        private Caller(int number) {
            this.number = number;
        }

        private Tally tally() {
            return tally.plus(new Tally(answered, 0, 0, 0));
        }

        private void run(long end) {
            while (System.nanoTime() - end < 0) {
                asked++;
                if (faultEvery != NEVER && asked % faultEvery == 0) {
                    goWrong(Fault.values()[(int) (asked / faultEvery % Fault.values().length)]);
                } else {
                    ask();
                }
            }
        }

        private void ask() {
            var sum = fillQuestion();
            var start = System.nanoTime();
            try {
                var right = pool.use(plugin -> {
                    try {
                        return isAnswer(plugin.call("echo", question), sum,
                                ++served.computeIfAbsent(plugin, key -> new long[1])[0]);
                    } catch (PluginException e) {
                        served.remove(plugin);
                        throw e;
                    }
                });
                if (right) {
                    answered++;
                } else {
                    count(new Tally(0, 0, 0, 1), "an answer is not to its question");
                }
            } catch (PluginException e) {
                countLateOrWrong(e, start, "a good call failed: " + e);
            }
        }

        private void goWrong(Fault fault) {
            var start = System.nanoTime();
            try {
                var input = fault == Fault.INPUT_MEMORY ? TOO_LONG : question;
                pool.use(plugin -> {
                    try {
                        return plugin.call(fault.function, input);
                    } catch (PluginException e) {
                        if (fault != Fault.INPUT_MEMORY) {
                            served.remove(plugin);
                        }
                        throw e;
                    }
                });
                count(new Tally(0, 0, 0, 1), fault + " did not fail");
            } catch (PluginException e) {
                if (e.kind() == fault.kind) {
                    tally = tally.plus(new Tally(0, 1, 0, 0));
                    timeouts += fault == Fault.TIMEOUT ? 1 : 0;
                } else {
                    countLateOrWrong(e, start, fault + " failed in another way: " + e);
                }
            }
        }

        private void countLateOrWrong(PluginException e, long start, String message) {
            if (e.kind() == Kind.TIMEOUT && System.nanoTime() - start >= LIMIT.toNanos()) {
                timeouts++;
                tally = tally.plus(new Tally(0, 0, 1, 0));
            } else {
                count(new Tally(0, 0, 0, 1), message);
            }
        }

        private void count(Tally what, String message) {
            tally = tally.plus(what);
            if (tally.wrong <= MESSAGES) {
                System.err.println("soak: caller " + number + ": " + message);
            }
        }

        /** Each word tells whose question it is, and which. Answers the sum of the words. */
        private long fillQuestion() {
            var sum = 0L;
            for (var at = 0; at < payload; at += Long.BYTES) {
                var word = ((long) number << 48 | asked) * 31 + at;
                WORDS.set(question, at, word);
                sum += word;
            }
            return sum;
        }

        private boolean isAnswer(byte[] answer, long sum, long calls) {
            return answer.length == payload + 2 * Long.BYTES
                    && Arrays.equals(answer, 0, payload, question, 0, payload)
                    && (long) WORDS.get(answer, payload) == calls
                    && (long) WORDS.get(answer, payload + Long.BYTES) == sum;
        }
    }
}

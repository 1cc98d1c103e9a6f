package dev.mortise.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.simulator.RunResult.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SweepTest {

    private static final Trace TRACE = new Zipf(20_000, 2_000, 0.8, 3).generate();
    private static final int KIBIBYTE = 1 << 10;

    private static Sweep.Builder sweep(Way... ways) {
        var sweep = Sweep.over(TRACE).threads(2);
        for (var way : ways) {
            sweep.way(way);
        }
        return sweep;
    }

    private static Way java(BuiltInPolicy policy) {
        return Way.InJava.of(policy);
    }

    private static Way plugin(PluginPolicy plugin) {
        return new Way.InPlugin("mine", plugin, PolicyAbi.DIRECT);
    }

    /** Java, and three languages under three ABIs; at the small sizes there are objects that do not fit. */
    @Test
    void allWaysOfRunningTheBuiltInPoliciesAgree() throws InterruptedException {
        var ways = new ArrayList<Way>();
        for (var policy : BuiltInPolicy.values()) {
            ways.add(java(policy));
            for (var language : PolicyLanguage.values()) {
                var plugin = PluginPolicy.builtIn(policy, language);
                plugin.abis().forEach(abi -> ways.add(new Way.InPlugin(policy.label(), plugin, abi)));
            }
        }
        var sweep = sweep(ways.toArray(Way[]::new));
        List.of(64, 256, 512, 2048).forEach(size -> sweep.cacheBytes((long) size * KIBIBYTE));

        var result = sweep.build().run();

        assertThat(result.failed()).isEmpty();
        assertThat(result.disagreements()).isEmpty();
        assertThat(result.measured()).hasSize(5 * 10 * 4);
        for (var run : result.measured()) {
            assertThat(run.outcomes().orElseThrow().bypasses()).isEqualTo(IntStream.range(0, TRACE.requests())
                    .filter(request -> TRACE.sizeOf(TRACE.id(request)) > run.cacheBytes()).count());
        }
        assertThat(result.measured()).extracting(run -> run.outcomes().orElseThrow().bypasses()).contains(0L)
                .anyMatch(bypasses -> bypasses > 1000);
        assertThat(result.measured()).extracting(Measured::hits).doesNotContain(0L);
    }

    @Test
    void resultsStandInTheOrderOfPoliciesAndSizes() throws InterruptedException {
        var result = sweep(java(BuiltInPolicy.LRU), java(BuiltInPolicy.FIFO)).cacheBytes(9999).cacheBytes(1000)
                .repetitions(3).threads(4).build().run();

        assertThat(result.results()).extracting(run -> run.way().policy() + run.cacheBytes())
                .containsExactly("lru9999", "lru1000", "fifo9999", "fifo1000");
        assertThat(result.measured()).allSatisfy(run -> assertThat(run.nanos()).hasSize(3));
    }

    @Test
    void aPolicyThatCountsOtherwiseIsFound() throws InterruptedException {
        var wrong = new Way.InPlugin("lru", Guests.policy(Guests.keepEverything()), PolicyAbi.STRUCT);

        var result = sweep(java(BuiltInPolicy.LRU), wrong).cacheBytes(1 << 30).cacheBytes(512 * KIBIBYTE).build().run();

        var counts = result.measured().stream().filter(run -> run.cacheBytes() < 1 << 30).map(Measured::hits).toList();
        assertThat(result.disagreements()).extracting(Disagreement::toString).containsExactly(
                "lru, 512 KiB: lru in Java counts %d hits, and lru (policy.wat, struct) %d".formatted(counts.get(0),
                        counts.get(1)));
    }

    /** Equal hits do not hide that one of them takes large objects for small ones. */
    @Test
    void bypassesAndBytesHaveToAgreeAsWell() {
        var way = java(BuiltInPolicy.LRU);
        var one = new Measured(way, 10, 9, 3, Optional.of(new RunResult.Outcomes(1, 20, 90)), List.of(1L));
        var other = new Measured(way, 10, 9, 3, Optional.of(new RunResult.Outcomes(2, 20, 90)), List.of(1L));
        var third = new Measured(way, 10, 9, 3, Optional.of(new RunResult.Outcomes(1, 21, 90)), List.of(1L));
        var silent = new Measured(way, 10, 9, 3, Optional.empty(), List.of(1L));

        assertThat(new SweepResult(TRACE, List.of(silent, one, other, third)).disagreements())
                .extracting(Disagreement::what).containsExactly("bypasses", "bytes hit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"(unreachable) | unreachable",
        "(i32.const 1) | stats() tells of 0 hits, but send() answered with 20000",
        "(i32.const 77) | send() answered with 77, which is none of 0, 1 and 2",
        "(i32.const -1) | send() answered with -1, which is none of 0, 1 and 2",
        "(global.set $requests (i64.const 5)) (i32.const 0) | stats() tells of 5 requests, but 20000 were sent",
        "(i32.load (i32.const -1)) | out of bounds", "(i32.div_s (i32.const 1) (i32.const 0)) | divi",
        // 512 MiB are 8192 pages, and the module has one.
        "(if (i32.eq (memory.grow (i32.const 8192)) (i32.const -1)) (then unreachable)) (i32.const 0) | unreachable"})
    void aPolicyThatGoesWrongFailsAloneAndSaysWhy(String send, String reason) throws InterruptedException {
        var result = sweep(plugin(Guests.sending(send)), java(BuiltInPolicy.FIFO)).cacheBytes(1 << 20).build().run();

        assertThat(result.failed()).singleElement()
                .satisfies(failed -> assertThat(failed.reason()).contains(reason));
        assertThat(result.measured()).singleElement().satisfies(run -> assertThat(run.hits()).isPositive());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"(loop (br 0)) (i32.const 0) | ''", "(i32.const 0) | (start $spin)",
        "(i32.const 0) | (export \"_initialize\" (func $spin))"})
    void aPolicyThatNeverReturnsIsStopped(String send, String field) throws InterruptedException {
        var policy = Guests.policy("""
                (module
                  (func $spin (loop (br 0)))
                  %s
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64) (result i32) %s)
                  (func (export "stats") (result i64) (i64.const 0)))
                """.formatted(field, send));

        var result = sweep(plugin(policy), java(BuiltInPolicy.FIFO)).cacheBytes(1 << 20)
                .cacheBytes(1 << 21).longestRun(Duration.ofSeconds(1)).build().run();

        assertThat(result.failed()).hasSize(2).allSatisfy(failed -> assertThat(failed.reason())
                .isEqualTo("stopped after 1 s, which is as long as a run may take"));
        assertThat(result.measured()).hasSize(2);
    }

    /** The worker that comes from it goes on with a clean slate. */
    @Test
    void aPolicyAfterAStoppedOneFailsForItsOwnReason() throws InterruptedException {
        var result = sweep(plugin(Guests.sending("(loop (br 0)) (i32.const 0)")), new Way.InJava("broken", () -> {
            throw new IllegalStateException("my own bug");
        })).threads(1).cacheBytes(1).cacheBytes(2).longestRun(Duration.ofSeconds(1)).build().run();

        assertThat(result.failed()).extracting(failed -> failed.reason()).containsExactly(
                "stopped after 1 s, which is as long as a run may take",
                "stopped after 1 s, which is as long as a run may take", "my own bug", "my own bug");
    }

    @Test
    void anInterruptionEndsTheSweep() throws InterruptedException {
        var endless = Sweep.over(TRACE).way(plugin(Guests.sending("(loop (br 0)) (i32.const 0)"))).cacheBytes(1)
                .build();
        var outcome = new AtomicReference<Object>();
        var caller = new Thread(() -> {
            try {
                outcome.set(endless.run());
            } catch (InterruptedException e) {
                outcome.set(e);
            }
        });
        caller.start();
        while (Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("sweep-0"))) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("sweep-0")) {
                thread.join();
            }
        }
    }

    @Test
    void javaPoliciesOfOnesOwnAreFine() throws InterruptedException {
        var ended = new CountDownLatch(1);
        var result = sweep(new Way.InJava("broken", () -> {
            ended.countDown();
            throw new IllegalStateException("no such policy");
        })).cacheBytes(1).build().run();

        ended.await();
        assertThat(result.failed()).singleElement()
                .hasToString("broken in Java, 1 bytes: no such policy");
    }

    @Test
    void tellsHowFarItIs() throws InterruptedException {
        var most = new AtomicLong();
        var whole = new AtomicLong();
        sweep(java(BuiltInPolicy.LRU), java(BuiltInPolicy.FIFO)).cacheBytes(1).cacheBytes(2).repetitions(2)
                .listener((sent, all) -> {
                    most.accumulateAndGet(sent, Math::max);
                    whole.set(all);
                }).build().run();

        assertThat(most).hasValue(2 * 2 * 2 * 20_000);
        assertThat(whole).hasValue(2 * 2 * 2 * 20_000);
    }

    @Test
    void warmsUpEachWay() throws InterruptedException {
        var made = new AtomicLong();
        var most = new AtomicLong();
        var result = sweep(new Way.InJava("counted", () -> {
            made.incrementAndGet();
            return BuiltInPolicy.FIFO.inJava();
        })).cacheBytes(1).cacheBytes(2).repetitions(2).warmUp(true).listener((sent, all) -> most.set(all)).build()
                .run();

        assertThat(made.get()).isGreaterThanOrEqualTo(1 + 2 * 2);
        assertThat(most).hasValue((1 + 2 * 2) * 20_000);
        assertThat(result.measured()).hasSize(2).allSatisfy(run -> assertThat(run.nanos()).hasSize(2));
    }

    @Test
    void comparesTimesWithJavas() {
        var inJava = new Measured(java(BuiltInPolicy.LRU), 5, 1, 0, Optional.empty(), List.of(300L, 100L, 200L));
        var plugin = new Measured(new Way.InPlugin("lru", Guests.sending("(i32.const 0)"), PolicyAbi.DIRECT), 5, 1, 0,
                Optional.empty(), List.of(500L, 400L));
        var result = new SweepResult(TRACE, List.of(plugin, inJava));

        assertThat(inJava.seconds()).isEqualTo(200e-9);
        assertThat(result.ratioToJava(plugin)).hasValue(2);
        assertThat(new SweepResult(TRACE, List.of(plugin)).ratioToJava(plugin)).isEmpty();
    }

    @Test
    void refusesWhatCannotBeSwept() {
        assertThatThrownBy(() -> sweep().cacheBytes(1).build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sweep(java(BuiltInPolicy.LRU)).build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sweep().cacheBytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sweep().threads(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sweep().repetitions(0)).isInstanceOf(IllegalArgumentException.class);
    }
}

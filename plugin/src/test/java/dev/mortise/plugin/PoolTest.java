package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolTest {

    @Test
    void servesTenThousandVirtualThreadsWithEightPlugins() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var reflect = HostFunction.ofString("host_reflect", (current, text) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(1);
            running.decrementAndGet();
            return text;
        });
        var results = new ArrayList<Future<String>>();
        try (var pool = Plugin.builder().hostFunction(reflect).compile(Guests.rust("reflect")).pool(8);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 10_000; i++) {
                var text = "caller " + i;
                results.add(threads.submit(() -> pool.callString("reflect", text)));
            }
            for (var i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo("caller " + i);
            }
            assertThat(most.get()).isBetween(1, 8);
            assertThat(pool.created()).isBetween(1L, 8L);
            assertThat(pool.inUse()).isZero();
            assertThat(pool.waiting()).isZero();
        }
    }

    /** Whoever is served sends away whoever has been longest inside, so that grants cannot overtake each other. */
    @Test
    void servesThoseWhoWaitInOrderOfArrival() throws Exception {
        var served = Collections.synchronizedList(new ArrayList<Integer>());
        var plugins = Collections.newSetFromMap(new ConcurrentHashMap<Plugin, Boolean>());
        var inside = new ConcurrentLinkedQueue<Semaphore>();
        var callers = 10_000;
        var results = new ArrayList<Future<String>>();
        try (var pool = CompiledPlugin.compile(Guests.rust("echo")).pool(8);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < pool.size(); i++) {
                threads.submit(() -> pool.use(plugin -> {
                    comeIn(inside).acquireUninterruptibly();
                    return "";
                }));
            }
            while (inside.size() < pool.size()) {
                Thread.yield();
            }
            for (var i = 0; i < callers; i++) {
                var number = i;
                results.add(threads.submit(() -> pool.use(plugin -> {
                    served.add(number);
                    plugins.add(plugin);
                    var leave = comeIn(inside);
                    if (served.size() == callers) {
                        inside.forEach(Semaphore::release);
                    } else {
                        inside.remove().release();
                    }
                    leave.acquireUninterruptibly();
                    return plugin.callString("echo", "caller " + number);
                })));
                while (pool.waiting() <= number) {
                    Thread.yield();
                }
            }
            inside.remove().release();
            for (var i = 0; i < callers; i++) {
                assertThat(results.get(i).get()).isEqualTo("caller " + i);
            }
            assertThat(served).hasSize(callers).isSorted();
            assertThat(plugins).hasSize(pool.size());
        }
    }

    private static Semaphore comeIn(Queue<Semaphore> inside) {
        var leave = new Semaphore(0);
        inside.add(leave);
        return leave;
    }

    @Test
    void makesNoMorePluginsThanNeeded() throws Exception {
        try (var pool = CompiledPlugin.compile(Guests.rust("echo")).pool(8)) {
            assertThat(pool.created()).isZero();
            for (var i = 0; i < 10; i++) {
                assertThat(pool.callString("echo", "x")).isEqualTo("x");
            }
            assertThat(pool.created()).isOne();
            assertThat(pool.size()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource({"trap, unreachable, 2", "error, code_only, 1", "endless, endless, 2"})
    void replacesWhatWasLeftInTheMiddleOfACall(String guest, String function, long created) throws Exception {
        try (var pool = Plugin.builder().timeout(Duration.ofMillis(500)).compile(Guests.rust(guest)).pool(1)) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.callString(function, "")).isInstanceOf(PluginException.class);
            }
            assertThat(pool.created()).isEqualTo(created);
        }
    }

    @Test
    void aPluginThatCannotBeClosedTakesNoSlotWithIt() {
        var stdout = new OutputStream() {

            @Override
            public void write(int octet) {}

            @Override
            public void flush() {
                throw new AssertionError("of a test");
            }
        };
        try (var pool = Plugin.builder().wasi(wasi -> wasi.stdout(stdout)).compile(Guests.wat("""
                (module
                  (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
                  (memory (export "memory") 1)
                  (func (export "trap") unreachable))
                """)).pool(1)) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.callString("trap", "")).isInstanceOf(AssertionError.class);
                assertThat(pool.inUse()).isZero();
            }
        }
    }

    @Test
    void replacesAPluginThatWasClosed() {
        try (var pool = Plugin.builder().compile(Guests.wat("(module (func (export \"f\")))")).pool(1)) {
            pool.use(plugin -> {
                plugin.close();
                return "";
            });
            assertThat(pool.callString("f", "")).isEmpty();
        }
    }

    @Test
    void aConfigurationIsForOneUseOnly() throws Exception {
        try (var pool = Plugin.builder().config("vowels", "a").compile(Guests.rust("count_vowels")).pool(1)) {
            String changed = pool.use(plugin -> {
                plugin.setConfig(Map.of("vowels", "bcd"));
                return plugin.callString("count_vowels", "abcd");
            });
            assertThat(changed).contains("\"count\":3");
            assertThat(pool.callString("count_vowels", "abcd")).contains("\"count\":1");
            assertThat(pool.created()).isOne();
        }
    }

    /** A timer that fires late holds a handle of a use that is over. */
    @Test
    void aHandleEndsTheCallsOfItsOwnUseOnly() throws Exception {
        var handles = new ConcurrentLinkedQueue<CancelHandle>();
        var cancelFirst = HostFunction.ofString("host_reflect", (current, text) -> {
            handles.remove().cancel();
            // Where a call that is to end does end.
            current.await(() -> {
            }, () -> {
            });
            return text;
        });
        try (var pool = Plugin.builder().hostFunction(cancelFirst).compile(Guests.rust("reflect")).pool(1)) {
            pool.use(plugin -> handles.add(plugin.cancelHandle()));
            assertThat(pool.callString("reflect", "somebody else's")).isEqualTo("somebody else's");
            pool.use(plugin -> handles.add(plugin.cancelHandle()));
            String inUse = pool.use(plugin -> plugin.callString("reflect", "the next use's"));
            assertThat(inUse).isEqualTo("the next use's");
            assertThatThrownBy(() -> pool.use(plugin -> {
                handles.add(plugin.cancelHandle());
                return plugin.callString("reflect", "my own");
            })).extracting("kind").isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void keepsAPluginWhoseProgramEndsWell() {
        try (var pool = Plugin.builder().wasi().compile(Guests.wat("""
                (module
                  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                  (memory (export "memory") 1)
                  (func (export "_start") (call $exit (i32.const 0))))
                """)).pool(1)) {
            for (var i = 0; i < 3; i++) {
                assertThat(pool.callString("_start", "")).isEmpty();
            }
            assertThat(pool.created()).isOne();
        }
    }

    @Test
    void givesUpWaitingAfterATime() throws Exception {
        try (var pool = CompiledPlugin.compile(Guests.rust("echo")).pool(1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            pool.use(plugin -> {
                var wait = threads.submit(() -> pool.use(Duration.ofMillis(10), mine -> mine.callString("echo", "x")));
                assertThatThrownBy(wait::get).cause().extracting("kind").isEqualTo(Kind.TIMEOUT);
                var none = threads.submit(() -> pool.use(Duration.ZERO, mine -> mine.callString("echo", "x")));
                assertThatThrownBy(none::get).cause().extracting("kind").isEqualTo(Kind.TIMEOUT);
                return "";
            });
            assertThat(pool.waiting()).isZero();
            String output = pool.use(Duration.ZERO, mine -> mine.callString("echo", "x"));
            assertThat(output).isEqualTo("x");
        }
    }

    @Test
    void anInterruptedThreadStopsWaiting() throws Exception {
        try (var pool = CompiledPlugin.compile(Guests.rust("echo")).pool(1)) {
            var kinds = new ArrayList<Object>();
            pool.use(plugin -> {
                var thread = Thread.startVirtualThread(() -> {
                    try {
                        pool.callString("echo", "x");
                    } catch (PluginException e) {
                        kinds.add(e.kind());
                        kinds.add(Thread.currentThread().isInterrupted());
                    }
                });
                while (pool.waiting() == 0) {
                    Thread.onSpinWait();
                }
                thread.interrupt();
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return "";
            });
            assertThat(kinds).isEqualTo(List.of(Kind.CANCELLED, true));
            assertThat(pool.callString("echo", "x")).isEqualTo("x");
        }
    }

    @Test
    void canBeClosedWhileItIsInUse() throws Exception {
        var compiled = Plugin.builder().compile(Guests.wat("(module (memory 1) (func (export \"echo\")))"));
        var pool = compiled.pool(2);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> pool.use(plugin -> {
                entered.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return plugin.callString("echo", "x");
            }));
            entered.await();
            var second = new CountDownLatch(1);
            var other = threads.submit(() -> pool.use(plugin -> {
                second.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return "y";
            }));
            second.await();
            var waiting = threads.submit(() -> pool.callString("echo", "z"));
            while (pool.waiting() == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            pool.close();
            pool.close();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> pool.callString("echo", "x")).isInstanceOf(IllegalStateException.class);
            leave.countDown();
            assertThat(running.get()).isEmpty();
            assertThat(other.get()).isEqualTo("y");
        }
        assertThat(pool.inUse()).isZero();
        assertThat(compiled.reserve().bytes()).as("the plug-in that was called is closed").isPositive();
    }

    @Test
    void needsAPlugin() throws Exception {
        var compiled = CompiledPlugin.compile(Guests.rust("echo"));
        assertThatThrownBy(() -> compiled.pool(0)).isInstanceOf(IllegalArgumentException.class);
    }
}

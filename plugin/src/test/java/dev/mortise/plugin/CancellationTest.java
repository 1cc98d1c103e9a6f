package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call can be ended from outside wherever it is, and so can the plug-in. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancellationTest {

    /** Where a call can be when somebody wants it to end. START, CODE and so on stand for what the plug-in does there. */
    enum State {
        START_FUNCTION("(func $first (call $reached) (loop $again (br $again))) (start $first)", ""),
        INITIALIZER("(func (export \"_initialize\") (call $reached) (loop $again (br $again)))", ""),
        GUEST_CODE("", "(call $reached) (loop $again (br $again))"),
        KERNEL_CALLS("", "(call $reached) (loop $again (drop (call $alloc (i64.const 1))) (br $again))"),
        HOST_FUNCTION_THAT_LOOKS("", "(call $reached) (call $look)"),
        HOST_FUNCTION_THAT_AWAITS("", "(call $reached) (call $wait)"),
        HTTP("", "(drop (call $http_request (call $input_offset) (i64.const 0)))"),
        WASI_SLEEP("", """
                (call $reached)
                (i32.store (i32.const 16) (i32.const 1))
                (i64.store (i32.const 24) (i64.const -1))
                (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))""");

        private final String start;
        private final String code;

        State(String start, String code) {
            this.start = start;
            this.code = code;
        }

        private byte[] module() {
            return Guests.wat("""
                    (module
                      (import "extism:host/user" "reached" (func $reached))
                      (import "extism:host/user" "look" (func $look))
                      (import "extism:host/user" "wait" (func $wait))
                      (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
                      (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
                      (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
                      (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
                      (memory (export "memory") 1)
                      (func (export "idle"))
                      (func (export "call") CODE)
                      START)
                    """.replace("CODE", code).replace("START", start));
        }
    }

    @FunctionalInterface
    interface Action {
        void run(CurrentPlugin plugin) throws Exception;
    }

    private LocalServer server;
    private final CountDownLatch reached = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        server = new LocalServer();
        server.on("/reached", exchange -> {
            reached.countDown();
            new CountDownLatch(1).await();
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Plugin.Builder builder() {
        return Plugin.builder().wasi().allowHost("*").hostFunction(function("reached", plugin -> reached.countDown()))
                .hostFunction(function("look", plugin -> {
                    while (!plugin.isCancelled()) {
                        Thread.sleep(1);
                    }
                    throw new IllegalStateException("what the host function makes of it");
                })).hostFunction(function("wait", CancellationTest::await));
    }

    private static HostFunction function(String name, Action action) {
        return HostFunction.of(MethodHandles.lookup(), name, Action.class, action);
    }

    private static void await(CurrentPlugin plugin) {
        var wake = new Semaphore(0);
        plugin.await(wake::acquireUninterruptibly, wake::release);
    }

    private String request() {
        return "{\"url\": \"" + server.url("/reached") + "\"}";
    }

    @ParameterizedTest
    @EnumSource
    void cancels(State state) throws Exception {
        try (var plugin = builder().open(state.module()); var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> plugin.callString("call", request()));
            reached.await();
            plugin.cancel();
            assertThatThrownBy(call::get).cause().isInstanceOf(PluginException.class).extracting("kind")
                    .isEqualTo(Kind.CANCELLED);
            if (state.start.isEmpty()) {
                assertThat(plugin.callString("idle", "")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closes(State state) throws Exception {
        var plugin = builder().open(state.module());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> plugin.callString("call", request()));
            reached.await();
            plugin.close();
            assertThatThrownBy(call::get).cause().isInstanceOf(PluginException.class).extracting("kind")
                    .isEqualTo(Kind.CANCELLED);
            assertThatThrownBy(() -> plugin.callString("idle", "")).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsOutOfTime(State state) {
        try (var plugin = builder().timeout(Duration.ofMillis(300)).open(state.module())) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> plugin.callString("call", request())).hasMessageStartingWith("timeout: ")
                        .extracting("kind").isEqualTo(Kind.TIMEOUT);
            }
        }
    }

    @Test
    void hasNothingToCancelBeforeAndAfter() throws Exception {
        var plugin = builder().open(State.GUEST_CODE.module());
        var handle = plugin.cancelHandle();
        handle.cancel();
        assertThat(plugin.callString("idle", "")).isEmpty();
        handle.cancel();
        assertThat(plugin.callString("idle", "")).isEmpty();
        plugin.close();
        handle.cancel();
        assertThatThrownBy(() -> plugin.callString("idle", "")).isInstanceOf(IllegalStateException.class);
    }

    /** The interrupt of a thread is its owner's business, save where the plug-in would sleep through it. */
    @Test
    void aThreadThatIsInterruptedStopsSleeping() throws Exception {
        try (var plugin = builder().open(State.WASI_SLEEP.module())) {
            var thrown = new AtomicReference<Throwable>();
            var thread = Thread.ofPlatform().start(() -> {
                try {
                    plugin.callString("call", "");
                } catch (PluginException e) {
                    thrown.set(e);
                }
            });
            reached.await();
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(50))).isTrue();
            assertThat(thrown.get()).extracting("kind").isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void aHostFunctionThatCatchesWhatEndsItsWaitDoesNotKeepTheCallAlive() throws Exception {
        var stubborn = function("wait", plugin -> {
            reached.countDown();
            try {
                await(plugin);
            } catch (RuntimeException e) {
                // As careless host functions do.
            }
        });
        try (var plugin = Plugin.builder().hostFunction(stubborn).open(Guests.wat("""
                (module
                  (import "extism:host/user" "wait" (func $wait))
                  (func (export "idle"))
                  (func (export "call") (call $wait) (loop $again (br $again))))
                """)); var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> plugin.callString("call", ""));
            reached.await();
            plugin.cancel();
            assertThatThrownBy(call::get).cause().extracting("kind").isEqualTo(Kind.CANCELLED);
            assertThat(plugin.callString("idle", "")).isEmpty();
        }
    }

    @Test
    void aWakeThatThrowsIsTriedAgain() {
        var attempts = new AtomicInteger();
        var woken = new Semaphore(0);
        var wait = function("wait", plugin -> plugin.await(woken::acquireUninterruptibly, () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new OutOfMemoryError("of a test");
            }
            woken.release();
        }));
        try (var plugin = Plugin.builder().timeout(Duration.ofMillis(50)).hostFunction(wait).open(Guests.wat("""
                (module
                  (import "extism:host/user" "wait" (func $wait))
                  (func (export "call") (call $wait)))
                """))) {
            TimeoutTest.assertTimeout(plugin, "call");
        }
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aWakeThatThrowsLeavesTimeLimitsAsTheyWere() {
        var wait = function("wait", plugin -> plugin.await(() -> {
            while (!plugin.isCancelled()) {
                Thread.yield();
            }
        }, () -> {
            throw new IllegalStateException("of a test");
        }));
        try (var plugin = Plugin.builder().timeout(Duration.ofMillis(50)).hostFunction(wait).open(Guests.wat("""
                (module
                  (import "extism:host/user" "wait" (func $wait))
                  (func (export "endless") (loop $again (br $again)))
                  (func (export "call") (call $wait) (loop $again (br $again))))
                """))) {
            for (var function : new String[]{"call", "endless", "call"}) {
                TimeoutTest.assertTimeout(plugin, function);
            }
        }
    }

    @Test
    void aWakeThatBlocksHoldsNobodyUp() throws Exception {
        var waking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var wait = function("wait", plugin -> plugin.await(() -> awaitQuietly(waking), () -> {
            waking.countDown();
            awaitQuietly(release);
        }));
        try (var plugin = Plugin.builder().timeout(Duration.ofMillis(50)).hostFunction(wait).open(Guests.wat("""
                (module
                  (import "extism:host/user" "wait" (func $wait))
                  (func (export "call") (call $wait)))
                """)); var neighbour = Plugin.builder().timeout(Duration.ofMillis(50)).open(Guests.rust("endless"))) {
            TimeoutTest.assertTimeout(plugin, "call");
            TimeoutTest.assertTimeout(neighbour, "endless");
            try (var later = Plugin.builder().timeout(Duration.ofMillis(50)).open(Guests.rust("endless"))) {
                TimeoutTest.assertTimeout(later, "endless");
            }
        } finally {
            release.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void awaitsWhatComesInTime() throws Exception {
        var permits = new Semaphore(0);
        var wait = function("wait", plugin -> plugin.await(() -> {
            try {
                assertThat(permits.tryAcquire(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }, permits::release));
        var functions = Plugin.builder().hostFunction(wait).timeout(Duration.ofMinutes(1));
        try (var plugin = functions.open(Guests.wat("""
                (module
                  (import "extism:host/user" "wait" (func $wait))
                  (func (export "call") (call $wait)))
                """)); var threads = Executors.newSingleThreadExecutor()) {
            for (var i = 0; i < 3; i++) {
                var call = threads.submit(() -> plugin.callString("call", ""));
                permits.release();
                assertThat(call.get()).isEmpty();
            }
        }
    }
}

package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallGateTest {

    private final AtomicInteger interrupts = new AtomicInteger();
    private final AtomicInteger clears = new AtomicInteger();
    private final CallGate gate = new CallGate(interrupts::incrementAndGet, clears::incrementAndGet, 0);

    @Test
    void letsOneCallAfterTheOtherIn() {
        gate.enter();
        assertThat(gate.leave()).isFalse();
        gate.enter();
        assertThat(gate.leave()).isFalse();
        assertThat(interrupts).hasValue(0);
        assertThat(clears).hasValue(0);
    }

    @Test
    void refusesACallWithinACall() {
        gate.enter();
        assertThatThrownBy(gate::enter).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("cannot make reentrant calls into plugin");
        gate.leave();
        gate.enter();
    }

    @Test
    void refusesASecondThreadAndNamesTheFirst() throws InterruptedException {
        gate.enter();
        var thrown = new AtomicReference<Throwable>();
        var second = new Thread(() -> {
            try {
                gate.enter();
            } catch (PluginException e) {
                thrown.set(e);
            }
        });
        second.start();
        second.join();
        assertThat(thrown.get()).hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    void interruptsOnlyARunningCallAndOnlyOnce() {
        gate.cancel();
        assertThat(interrupts).hasValue(0);
        gate.enter();
        assertThat(gate.isCancelled()).isFalse();
        gate.cancel();
        gate.cancel();
        assertThat(gate.isCancelled()).isTrue();
        assertThat(interrupts).hasValue(1);
        gate.leave();
        assertThat(clears).hasValue(1);
        gate.enter();
        assertThat(gate.isCancelled()).isFalse();
    }

    @Test
    void interruptsNobodyToWhomThePluginWasHandedOn() {
        var old = gate.lease();
        gate.handOn();
        gate.enter();
        gate.cancel(old);
        assertThat(interrupts).hasValue(0);
        assertThat(gate.isCancelled()).isFalse();
        gate.cancel(gate.lease());
        assertThat(interrupts).hasValue(1);
        gate.leave();
        gate.enter();
        assertThat(gate.leave()).isFalse();
    }

    @Test
    void closesAtOnceWhenIdle() {
        assertThat(gate.close()).isTrue();
        assertThat(gate.close()).isFalse();
        assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void closesWhenTheRunningCallIsOver() {
        gate.enter();
        assertThat(gate.close()).isFalse();
        assertThat(interrupts).hasValue(1);
        assertThat(gate.leave()).isTrue();
        assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class);
    }

    /** A guest may have filled the heap that ending its call takes. */
    @Test
    void endsALateCallThoughTheFirstAttemptFails() {
        for (var isError : new boolean[]{true, false}) {
            var attempts = new AtomicInteger();
            var timed = new CallGate(() -> {
                if (attempts.incrementAndGet() < 3) {
                    if (isError) {
                        throw new OutOfMemoryError("of a test");
                    }
                    throw new IllegalStateException("of a test");
                }
            }, clears::incrementAndGet, 1_000_000);
            timed.enter();
            while (attempts.get() < 3) {
                Thread.yield();
            }
            assertThat(timed.isCancelled()).isTrue();
            assertThat(timed.isTimedOut()).isTrue();
            timed.leave();
        }
        assertThat(clears).hasValue(2);
    }

    /** Whoever interrupts a call may take long over it: the watcher leaves that call alone and looks at the others. */
    @Test
    void anInterruptThatBlocksKeepsNoOtherTimeLimitFromBeingKept() throws InterruptedException {
        var blocked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var blocking = new CallGate(() -> {
            blocked.countDown();
            awaitQuietly(release);
        }, clears::incrementAndGet, 500_000_000);
        blocking.enter();
        var canceller = new Thread(blocking::cancel);
        canceller.start();
        blocked.await();
        while (blocking.nanosLeft() > 0) {
            Thread.sleep(1);
        }
        var timed = new CallGate(interrupts::incrementAndGet, clears::incrementAndGet, 1_000_000);
        timed.enter();
        while (interrupts.get() == 0) {
            Thread.sleep(1);
        }
        timed.leave();
        release.countDown();
        canceller.join();
        assertThat(blocking.isTimedOut()).isFalse();
        blocking.leave();
    }

    @Test
    void whatWasInterruptedByHalfIsCleared() {
        var failing = new CallGate(() -> {
            throw new IllegalStateException("of a test");
        }, clears::incrementAndGet, 0);
        failing.enter();
        assertThatThrownBy(failing::cancel).isInstanceOf(IllegalStateException.class);
        assertThat(failing.isCancelled()).isTrue();
        failing.leave();
        assertThat(clears).hasValue(1);
        failing.enter();
        assertThat(failing.isCancelled()).isFalse();
    }

    /** What the watcher saw of a call may be old when it acts: then another call runs, which has time left. */
    @Test
    void aLookThatCameTooLateEndsNothing() {
        var timed = new CallGate(interrupts::incrementAndGet, clears::incrementAndGet, Duration.ofHours(1).toNanos());
        timed.enter();
        timed.stopIfLate(System.nanoTime() + Duration.ofHours(2).toNanos());
        assertThat(interrupts).hasValue(0);
        assertThat(timed.isCancelled()).isFalse();
        assertThat(timed.isTimedOut()).isFalse();
        timed.cancel();
        assertThat(interrupts).hasValue(1);
        timed.leave();
        assertThat(clears).hasValue(1);
        assertThat(timed.isTimedOut()).isFalse();
    }

    /** Each call is let in, and nothing of a look stays behind, whoever cancels meanwhile. */
    @Test
    void looksAndCancellationsLoseNoCall() throws InterruptedException {
        var timed = new CallGate(interrupts::incrementAndGet, clears::incrementAndGet, Duration.ofHours(1).toNanos());
        var looker = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                timed.stopIfLate(System.nanoTime() + Duration.ofHours(2).toNanos());
            }
        });
        looker.start();
        try {
            for (var i = 0; i < 100_000; i++) {
                timed.enter();
                if (i % 2 == 0) {
                    timed.cancel();
                }
                assertThat(timed.isCancelled()).isEqualTo(i % 2 == 0);
                timed.leave();
            }
        } finally {
            looker.interrupt();
            looker.join();
        }
        assertThat(interrupts).hasValue(50_000);
        assertThat(clears).hasValue(50_000);
    }

    /** There may be fewer carriers than virtual threads that wait: they must let the one go on that they wait for. */
    @Test
    void aCallEndsAfterItsInterruptAndNotBefore() throws Exception {
        for (var i = 0; i < 100; i++) {
            var events = Collections.synchronizedList(new ArrayList<String>());
            var leaving = new CountDownLatch(1);
            var waiters = new CountDownLatch(3);
            var slow = new CallGate(() -> {
                leaving.countDown();
                awaitQuietly(waiters);
                Thread.yield();
                events.add("interrupted");
            }, () -> events.add("cleared"), 0);
            slow.enter();
            var canceller = Thread.startVirtualThread(slow::cancel);
            leaving.await();
            var others = new ArrayList<Thread>();
            for (Runnable end : List.<Runnable>of(() -> {
                slow.leave();
                events.add("left");
            }, slow::cancel, slow::cancel)) {
                others.add(Thread.startVirtualThread(() -> {
                    waiters.countDown();
                    end.run();
                }));
            }
            canceller.join();
            for (var other : others) {
                other.join();
            }
            assertThat(events).containsExactly("interrupted", "cleared", "left");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** However the threads interleave, an interrupt never outlives the call that it was meant for. */
    @Test
    void neverInterruptsALaterCall() throws InterruptedException {
        var pending = new AtomicInteger();
        var racing = new CallGate(() -> pending.set(1), () -> pending.set(0), 0);
        var calls = 200_000;
        var canceller = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                racing.cancel();
            }
        });
        canceller.start();
        try {
            for (var i = 0; i < calls; i++) {
                racing.enter();
                racing.leave();
                // What is pending now can only stem from the call that is over, as none is running.
                assertThat(pending.get()).isZero();
            }
        } finally {
            canceller.interrupt();
            canceller.join();
        }
    }

    @Test
    void isReleasedExactlyOnceHoweverCloseAndLeaveInterleave() throws InterruptedException {
        for (var i = 0; i < 2_000; i++) {
            var racing = new CallGate(() -> {
            }, () -> {
            }, 0);
            var releases = new AtomicInteger();
            racing.enter();
            var closer = new Thread(() -> {
                if (racing.close()) {
                    releases.incrementAndGet();
                }
            });
            closer.start();
            if (racing.leave()) {
                releases.incrementAndGet();
            }
            closer.join();
            assertThat(releases).hasValue(1);
        }
    }
}

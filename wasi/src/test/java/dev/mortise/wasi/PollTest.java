package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waiting, and being woken. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollTest {

    private static final int EVENTS = 2_048;

    private static int poll(TestGuest guest, int subscriptions, int count) {
        return guest.call("poll_oneoff", subscriptions, EVENTS, count, RESULT);
    }

    @Test
    void sleepsAsLongAsItShould() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            var nanos = Duration.ofMillis(30).toNanos();
            var start = System.nanoTime();
            assertThat(poll(guest, Subscriptions.clock(guest, 42, 1, nanos, 0), 1)).isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
            assertThat(guest.intAt(RESULT)).isEqualTo(1);
            assertThat(guest.longAt(EVENTS)).isEqualTo(42);
            assertThat(guest.longAt(EVENTS + 8)).isZero();
        }
    }

    @Test
    void doesNotSleepForATimeThatIsOver() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            assertThat(poll(guest, Subscriptions.clock(guest, 1, 0, 1, 1), 1)).isZero();
            assertThat(poll(guest, Subscriptions.clock(guest, 1, 1, 0, 0), 1)).isZero();
            assertThat(guest.intAt(RESULT)).isEqualTo(1);
        }
    }

    @Test
    void tellsOfTheFirstClockOnly() {
        try (var guest = TestGuest.of(wasi -> wasi.clock(GuestClock.fixed(Instant.EPOCH)))) {
            var at = guest.allocate(2 * Subscriptions.BYTES);
            Subscriptions.clock(guest, at, 1, 1, 9_000, 0);
            Subscriptions.clock(guest, at + Subscriptions.BYTES, 2, 1, 4_000, 0);
            assertThat(poll(guest, at, 2)).isZero();
            assertThat(guest.intAt(RESULT)).isEqualTo(1);
            assertThat(guest.longAt(EVENTS)).isEqualTo(2);
            assertThat(guest.call("clock_time_get", 1, 0, RESULT)).isZero();
            assertThat(guest.longAt(RESULT)).isEqualTo(4_000);
        }
    }

    @Test
    void tellsOfAllThatIsReady() throws IOException {
        var files = MemoryFileSystem.create().write("a", "hello".getBytes(StandardCharsets.UTF_8));
        try (var guest = TestGuest.of(wasi -> wasi.directory(files, "/").stdin(new byte[3]))) {
            var file = guest.openToRead("a");
            var at = guest.allocate(7 * Subscriptions.BYTES);
            Subscriptions.descriptor(guest, at, 1, 1, file);
            Subscriptions.descriptor(guest, at + 48, 2, 2, 1);
            Subscriptions.descriptor(guest, at + 96, 3, 1, 0);
            Subscriptions.descriptor(guest, at + 144, 4, 1, 99);
            Subscriptions.descriptor(guest, at + 192, 5, 1, 3);
            Subscriptions.clock(guest, at + 240, 6, 7, 5, 0);
            Subscriptions.clock(guest, at + 288, 7, 1, Long.MAX_VALUE, 0);
            assertThat(poll(guest, at, 7)).isZero();
            assertThat(guest.intAt(RESULT)).isEqualTo(6);
            assertEvent(guest, 0, 1, SUCCESS, 1, 5);
            assertEvent(guest, 1, 2, SUCCESS, 2, 65_536);
            assertEvent(guest, 2, 3, SUCCESS, 1, 3);
            assertEvent(guest, 3, 4, BADF, 1, 0);
            assertEvent(guest, 4, 5, BADF, 1, 0);
            assertEvent(guest, 5, 6, INVAL, 0, 0);
        }
    }

    private static void assertEvent(TestGuest guest, int index, long userData, int errno, int kind, long bytes) {
        var at = EVENTS + 32 * index;
        assertThat(guest.longAt(at)).isEqualTo(userData);
        assertThat(guest.memory().readShort(at + 8)).isEqualTo((short) errno);
        assertThat(guest.memory().readByte(at + 10)).isEqualTo((byte) kind);
        assertThat(guest.longAt(at + 16)).isEqualTo(bytes);
    }

    @Test
    void refusesWhatCannotBeWaitedFor() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            assertThat(poll(guest, 4_096, 0)).isEqualTo(INVAL);
            var at = guest.allocate(48);
            Subscriptions.descriptor(guest, at, 1, 3, 0);
            assertThat(poll(guest, at, 1)).isEqualTo(INVAL);
            assertThatThrownBy(() -> poll(guest, 4_096, 4_097)).isInstanceOf(Trap.class);
        }
    }

    @Test
    void noticesAStreamBesideAClock() throws Exception {
        var source = new PipedOutputStream();
        try (var guest = TestGuest.of(wasi -> wasi.stdin(pipe(source)))) {
            var at = guest.allocate(2 * Subscriptions.BYTES);
            Subscriptions.descriptor(guest, at, 1, 1, 0);
            Subscriptions.clock(guest, at + 48, 2, 1, 5_000_000, 0);
            assertThat(poll(guest, at, 2)).isZero();
            assertThat(guest.longAt(EVENTS)).as("the clock").isEqualTo(2);

            Subscriptions.clock(guest, at + 48, 2, 1, -1, 0);
            var polled = start(() -> poll(guest, at, 2));
            source.write(7);
            source.flush();
            assertThat(polled.task.get()).isZero();
            assertThat(guest.longAt(EVENTS)).as("the stream").isEqualTo(1);
        }
    }

    private static PipedInputStream pipe(PipedOutputStream source) {
        try {
            return new PipedInputStream(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Relative and absolute, as long as can be said. */
    @ParameterizedTest
    @CsvSource({"-1,0", "9223372036854775807,0", "-1,1", "9223372036854775807,1"})
    void wakesAGuestThatSleepsForEver(long nanos, int flags) throws Exception {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            var at = Subscriptions.clock(guest, 1, 1, nanos, flags);
            var sleeping = start(() -> poll(guest, at, 1));
            sleeping.awaitWaiting();

            guest.instance.interrupt();

            assertInterrupted(sleeping);
            // The interruption is used up.
            assertThat(poll(guest, Subscriptions.clock(guest, 1, 1, 1, 0), 1)).isZero();
        }
    }

    @Test
    void doesNotBeginToSleepWhenInterruptedBefore() {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            guest.instance.interrupt();
            assertThatThrownBy(() -> poll(guest, Subscriptions.clock(guest, 1, 1, -1, 0), 1))
                    .isInstanceOfSatisfying(Trap.class,
                            trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        }
    }

    @Test
    void endsWhenTheThreadIsInterrupted() throws Exception {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            var at = Subscriptions.clock(guest, 1, 1, -1, 0);
            var sleeping = start(() -> {
                try {
                    return poll(guest, at, 1);
                } finally {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
            });
            sleeping.awaitWaiting();
            sleeping.thread.interrupt();
            assertInterrupted(sleeping);
        }
    }

    @Test
    void sleepsWithoutWork() throws Exception {
        try (var guest = TestGuest.of(wasi -> {
        })) {
            var at = Subscriptions.clock(guest, 1, 1, -1, 0);
            var sleeping = start(() -> poll(guest, at, 1));
            sleeping.awaitWaiting();
            for (var i = 0; i < 20; i++) {
                assertThat(sleeping.thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
                TimeUnit.MILLISECONDS.sleep(1);
            }
            guest.instance.interrupt();
            assertInterrupted(sleeping);
        }
    }

    static void assertInterrupted(Running running) {
        assertThatThrownBy(running.task::get).cause().isInstanceOfSatisfying(Trap.class,
                trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    /** A guest at work on another thread. */
    record Running(Thread thread, FutureTask<Integer> task) {

        void awaitWaiting() throws InterruptedException {
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
                assertThat(task.isDone()).as("it should wait").isFalse();
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    static Running start(Callable<Integer> work) {
        var task = new FutureTask<>(work);
        var thread = new Thread(task, "guest");
        thread.setDaemon(true);
        thread.start();
        return new Running(thread, task);
    }
}

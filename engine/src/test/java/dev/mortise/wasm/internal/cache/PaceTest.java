package dev.mortise.wasm.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    /** Where the clock of a JVM may be, and soon begins anew. */
    private static final long START = Long.MAX_VALUE - 5;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** A module in which something is called for the first time every second, for ten minutes. */
    @Test
    void whatGoesOnIsWrittenLessAndLessOften() {
        var pace = new Pace();
        var waits = LongStream.builder();
        for (var second = 0L; second < 600;) {
            var wait = pace.next(START + second * SECOND).toSeconds();
            waits.add(wait);
            second += wait + 1;
        }
        assertThat(waits.build()).startsWith(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L).hasSizeLessThan(16);
    }

    @Test
    void whatComesAfterARestIsWrittenSoon() {
        var pace = new Pace();
        assertThat(pace.next(START)).hasSeconds(1);
        assertThat(pace.next(START + 2 * SECOND)).hasSeconds(2);
        // Due at 4 seconds; a rest of four times the wait.
        assertThat(pace.next(START + 12 * SECOND)).hasSeconds(1);
    }
}

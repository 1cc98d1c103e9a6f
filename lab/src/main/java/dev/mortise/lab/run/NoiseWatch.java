package dev.mortise.lab.run;

import dev.mortise.lab.result.Noise;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Watches what else the machine does. */
final class NoiseWatch {

    private static final double MOST_OF_OTHERS = 0.25;
    private static final double MOST_DRIFT = 0.10;
    /** So many looks of an hour may meet somebody's moment. */
    private static final double MOST_SLOW_LOOKS = 0.05;
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final Calibration calibration = new Calibration();
    private final double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private final Optional<CpuTimes> atStart = CpuTimes.now();
    private final LongSupplier clock;
    private final long start;
    private long lastLook;

    NoiseWatch() {
        this(System::nanoTime);
    }

    /** By another clock, in nanoseconds. */
    NoiseWatch(LongSupplier clock) {
        this.clock = clock;
        start = clock.getAsLong();
        lastLook = start;
    }

    /** To be called before the first round and after each. */
    void look() {
        calibration.take();
        lastLook = clock.getAsLong();
    }

    /** To be called now and then: a round may take a quarter of an hour, and a machine change within a minute. */
    void lookNowAndThen() {
        if (clock.getAsLong() - lastLook >= BETWEEN_LOOKS.toNanos()) {
            look();
        }
    }

    /** What came of it. */
    Noise noise() {
        var reasons = new ArrayList<String>();
        var others = coresOfOthers();
        if (others > MOST_OF_OTHERS) {
            reasons.add(String.format(Locale.ROOT, "other programs used %.1f processors on average", others));
        }
        drift(calibration.nanos()).ifPresent(reasons::add);
        return new Noise(!reasons.isEmpty(), String.join("; ", reasons), loadBefore, calibration.nanos());
    }

    /** What to say if the machine itself was slower in more than a few of these looks. */
    static Optional<String> drift(List<Double> nanos) {
        var best = nanos.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        var slow = nanos.stream().filter(each -> each > (1 + MOST_DRIFT) * best).count();
        return slow > MOST_SLOW_LOOKS * nanos.size()
                ? Optional.of(String.format(Locale.ROOT,
                        "a loop that always does the same took over %.0f %% longer than at its best in %d of %d looks",
                        MOST_DRIFT * PERCENT, slow, nanos.size()))
                : Optional.empty();
    }

    /** Processors that all others together kept busy, on average; 0 where the system does not tell. */
    private double coresOfOthers() {
        var now = CpuTimes.now();
        if (atStart.isEmpty() || now.isEmpty()) {
            return 0;
        }
        var busy = now.get().busy() - atStart.get().busy();
        var own = now.get().own() - atStart.get().own();
        var seconds = (clock.getAsLong() - start) / NANOS_PER_SECOND;
        return Math.max(0, (busy - own) / TICKS_PER_SECOND / seconds);
    }
}

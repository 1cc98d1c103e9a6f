package dev.mortise.lab.run;

import dev.mortise.lab.result.Noise;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Watches what else the machine does. */
final class NoiseWatch {

    private static final double MOST_OF_OTHERS = 0.25;
    private static final double MOST_DRIFT = 0.10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final double TICKS_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100;

    private final Calibration calibration = new Calibration();
    private final double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private final Optional<CpuTimes> atStart = CpuTimes.now();
    private final long start = System.nanoTime();
    private long lastLook = start;

    /** To be called before the first round and after each. */
    void look() {
        calibration.take();
        lastLook = System.nanoTime();
    }

    /** To be called now and then: a round may take a quarter of an hour, and a machine change within a minute. */
    void lookNowAndThen() {
        if (System.nanoTime() - lastLook >= BETWEEN_LOOKS.toNanos()) {
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
        if (calibration.drift() > MOST_DRIFT) {
            reasons.add(String.format(Locale.ROOT, "the same loop took up to %.0f %% longer than at its best",
                    calibration.drift() * PERCENT));
        }
        return new Noise(!reasons.isEmpty(), String.join("; ", reasons), loadBefore, calibration.nanos());
    }

    /** Processors that all others together kept busy, on average; 0 where the system does not tell. */
    private double coresOfOthers() {
        var now = CpuTimes.now();
        if (atStart.isEmpty() || now.isEmpty()) {
            return 0;
        }
        var busy = now.get().busy() - atStart.get().busy();
        var own = now.get().own() - atStart.get().own();
        var seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return Math.max(0, (busy - own) / TICKS_PER_SECOND / seconds);
    }
}

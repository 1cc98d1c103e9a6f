package dev.mortise.lab.run;

import java.util.ArrayList;
import java.util.List;

/** A loop that always does the same, timed now and then: when its time changes, the machine did. */
final class Calibration {

    private static final int ROUNDS = 20_000_000;
    private static final int WARM_UP = 5;
    private static final int RUNS = 3;

    private final List<Double> nanos = new ArrayList<>();
    @SuppressWarnings("unused")
    private volatile long result;

    Calibration() {
        for (int i = 0; i < WARM_UP; i++) {
            run();
        }
    }

    /** Takes a time: the best of a few, as what disturbs for milliseconds alone is no matter. */
    void take() {
        var best = Double.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            best = Math.min(best, run());
        }
        nanos.add(best);
    }

    private double run() {
        var start = System.nanoTime();
        long state = 1;
        for (int i = 0; i < ROUNDS; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        result = state;
        return System.nanoTime() - start;
    }

    List<Double> nanos() {
        return List.copyOf(nanos);
    }
}

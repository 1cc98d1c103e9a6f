package dev.mortise.lab.result;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What else the machine did during a run.
 *
 * @param noisy whether it did so much that the figures should not be quoted
 * @param reason why it is called noisy, in words; "" if it is not
 * @param loadBefore the load average when the run began, negative where the system has none
 * @param calibration nanoseconds that the same loop took before the first round, each minute or so, and after each round
 */
public record Noise(boolean noisy, String reason, double loadBefore, List<Double> calibration) {

    public Noise {
        calibration = List.copyOf(calibration);
    }

    /** The least time that the loop took; empty if it was not timed. */
    public OptionalDouble quickest() {
        return calibration.stream().mapToDouble(Double::doubleValue).min();
    }

    /** The most. */
    public OptionalDouble slowest() {
        return calibration.stream().mapToDouble(Double::doubleValue).max();
    }
}

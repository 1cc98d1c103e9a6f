package dev.mortise.lab.result;

import java.util.List;

/**
 * What else the machine did during a run.
 *
 * @param noisy whether so much that the figures should not be quoted
 * @param reason why it is called noisy, in words; "" if it is not
 * @param loadBefore the load average when the run began, negative where the system has none
 * @param calibration nanoseconds that the same loop took before the first round and after each
 */
public record Noise(boolean noisy, String reason, double loadBefore, List<Double> calibration) {

    public Noise {
        calibration = List.copyOf(calibration);
    }
}

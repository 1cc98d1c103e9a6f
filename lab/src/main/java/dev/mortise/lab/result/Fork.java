package dev.mortise.lab.result;

import java.util.List;
import java.util.Map;

/**
 * What one process measured.
 *
 * @param warmup nanoseconds an operation before measuring began, in order
 * @param samples nanoseconds an operation, each the mean of a batch, in order; none where the process itself is timed
 * @param split nanoseconds by the name of a part of the work: load, compile, instantiate, run
 * @param wallNanos the whole process, from start to exit
 */
public record Fork(List<Double> warmup, List<Double> samples, Map<String, Double> split, long wallNanos) {

    public Fork {
        warmup = List.copyOf(warmup);
        samples = List.copyOf(samples);
        split = Map.copyOf(split);
    }
}

package dev.mortise.lab.host;

import java.util.List;
import java.util.Map;

/**
 * What a process measured.
 *
 * @param warmup nanoseconds an operation, before measuring
 * @param samples nanoseconds an operation
 * @param check what came of the work
 * @param split nanoseconds by the name of a part of the work, in order
 */
record Outcome(List<Double> warmup, List<Double> samples, String check, Map<String, Long> split) {
}
